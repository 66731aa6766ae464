-- Which collection is predicted for which day, as seen from which cut-off. Grain: cutoff_on, bill_id, predicted_for.
with

schedule as (
  select * from {{ ref('int_smart_schedule') }}
),

windows as (
  select * from {{ ref('int_smart_windows') }}
),

instalments as (
  select * from {{ ref('int_smart_instalments') }}
),

cutoffs as (
  select * from {{ ref('int_smart_cutoffs') }} where not is_live
)

select
  cutoff_on,
  bill_id,
  customer_id,
  open_amount,
  scheduled_on as predicted_for
from schedule
union
-- what a move to the optimal window would change
select
  schedule.cutoff_on,
  schedule.bill_id,
  schedule.customer_id,
  schedule.open_amount,
  windows.recommended_on as predicted_for
from schedule
inner join windows on schedule.bill_id = windows.bill_id
union
-- the back-test: instalments that were known and open at a past month-end and due in the month after;
-- what came early is not unpicked, the whole instalment is held against the balance
select
  cutoffs.cutoff_on,
  instalments.bill_id,
  instalments.customer_id,
  instalments.emi_amount as open_amount,
  instalments.due_on as predicted_for
from cutoffs
inner join instalments
  on
    cutoffs.cutoff_on < instalments.due_on
    and cutoffs.horizon_on >= instalments.due_on
    and cutoffs.cutoff_on >= instalments.known_on
where
  (instalments.settled_on is null or instalments.settled_on > cutoffs.cutoff_on)
  and (instalments.removed_on is null or instalments.removed_on > cutoffs.cutoff_on)
