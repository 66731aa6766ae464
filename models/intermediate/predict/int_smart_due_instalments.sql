-- Instalments that fell due in the months looked at, and what came of them by as_of_date. Grain: bill_id.
with

instalments as (
  select * from {{ ref('int_smart_instalments') }}
),

attempts as (
  select * from {{ ref('int_smart_attempts') }} where bill_id is not null
),

cutoffs as (
  select * from {{ ref('int_smart_cutoffs') }} where is_live
),

tries as (
  select
    bill_id,
    count(*) as attempts,
    sum(case when status = 'failed' then 1 else 0 end) as failed_attempts
  from attempts
  group by bill_id
)

-- paid by whatever way is collected; failed means that nothing but failed attempts is known
select
  instalments.bill_id,
  instalments.customer_id,
  instalments.due_on,
  instalments.emi_amount,
  instalments.settled_on,
  coalesce(tries.attempts, 0) as attempts,
  case
    when instalments.settled_on is not null then 'collected'
    when tries.attempts = tries.failed_attempts then 'failed'
    else 'pending'
  end as result,
  case when instalments.settled_on <= instalments.due_on then 1 else 0 end as is_punctual,
  case
    when instalments.settled_on is not null
      then greatest(0, {{ days_between('instalments.due_on', 'instalments.settled_on') }})
  end as delay_days
from instalments
inner join cutoffs on instalments.due_on between cutoffs.history_from_on and cutoffs.history_to_on
left join tries on instalments.bill_id = tries.bill_id
-- what fell away with its loan by its due day was never due
where
  instalments.settled_on is not null
  or instalments.removed_on is null
  or instalments.removed_on > instalments.due_on
