-- Decisions by as_of_date with what became of each, judged on its own day. Grain: decision_id.
with

decisions as (
  select * from {{ ref('stg_decisions') }} where decided_on <= {{ as_of_date() }}
),

instalments as (
  select * from {{ ref('int_smart_instalments') }}
),

-- of the decisions on one bill the latest wins, whatever becomes of it
ranked as (
  select
    *,
    row_number() over (partition by bill_id order by decided_at desc, decision_id desc) as recency
  from decisions
)

select
  ranked.decision_id,
  ranked.decision_type,
  ranked.bill_id,
  ranked.decided_at,
  ranked.decided_on,
  ranked.decided_by,
  ranked.rescheduled_for,
  ranked.reason,
  instalments.customer_id,
  instalments.account_id,
  instalments.opco_id,
  instalments.open_amount,
  instalments.settled_on,
  instalments.removed_on,
  case
    when ranked.recency > 1 then 'superseded'
    when instalments.bill_id is null then 'not_an_instalment'
    when
      instalments.settled_on <= ranked.decided_on
      and coalesce(instalments.last_money_at, ranked.decided_at) <= ranked.decided_at
      then 'bill_settled'
    when instalments.removed_on <= ranked.decided_on then 'bill_void'
    when ranked.decision_type = 'reschedule' and ranked.rescheduled_for is null then 'date_missing'
    when ranked.decision_type = 'reschedule' and ranked.rescheduled_for < ranked.decided_on then 'date_past'
    else 'applied'
  end as applied_status
from ranked
left join instalments on ranked.bill_id = instalments.bill_id
