-- Every decision by as_of_date is shown, at most one a bill is not superseded, and an applied move that lies ahead moved its bill:
-- one that is due within the horizon, or was moved into it.
with

decisions as (
  select * from {{ ref('smart_collect_decisions') }}
),

staged as (
  select * from {{ ref('stg_decisions') }} where decided_on <= {{ as_of_date() }}
)

select coalesce(staged.decision_id, decisions.decision_id) as decision_id
from staged
full outer join decisions on staged.decision_id = decisions.decision_id
where staged.decision_id is distinct from decisions.decision_id
union all
select max(decision_id) as decision_id
from decisions
where applied_status <> 'superseded'
group by bill_id
having count(*) > 1
union all
select decisions.decision_id
from decisions
left join {{ ref('smart_collect_upcoming') }} as upcoming on decisions.bill_id = upcoming.bill_id
left join {{ ref('stg_bills') }} as bills on decisions.bill_id = bills.bill_id
where
  decisions.is_open
  and decisions.decision_type = 'reschedule'
  and least(bills.due_on, decisions.rescheduled_for) <= {{ add_months(as_of_date(), smart_threshold('upcoming_months')) }}
  and upcoming.scheduled_on is distinct from decisions.rescheduled_for
