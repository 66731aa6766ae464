-- What people decided about collections, and what became of it. Grain: decision_id.
with

decisions as (
  select * from {{ ref('int_smart_decisions') }}
),

attempts as (
  select * from {{ ref('int_smart_attempts') }} where bill_id is not null
),

-- an attempt asked for is done with once one was made
followed as (
  select distinct decisions.decision_id
  from decisions
  inner join attempts on decisions.bill_id = attempts.bill_id and decisions.decided_at <= attempts.attempted_at
)

-- what is open is still to be done by the collector; nothing here makes an attempt
select
  decisions.decision_id,
  decisions.decision_type,
  decisions.bill_id,
  decisions.customer_id,
  decisions.account_id,
  decisions.opco_id,
  decisions.decided_at,
  decisions.decided_on,
  {{ personal('decisions.decided_by', 'decided_by') }} as decided_by,
  decisions.rescheduled_for,
  {{ personal('decisions.reason', 'reason') }} as reason,
  decisions.applied_status,
  decisions.applied_status = 'applied'
  and decisions.settled_on is null
  and decisions.open_amount > 0
  and decisions.removed_on is null
  and case
    when decisions.decision_type = 'attempt' then followed.decision_id is null
    else decisions.rescheduled_for > {{ as_of_date() }}
  end as is_open
from decisions
left join followed on decisions.decision_id = followed.decision_id
