-- What each started contract has paid and still owes on as_of_date. Grain: contract_id.
with

spans as (
  select * from {{ ref('int_contract_spans') }}
),

payments as (
  select * from {{ ref('int_contract_payments') }} where payment_type in ('instalment', 'bonus')
),

-- a write-off gives up what was open at the end of its day
paid as (
  select
    spans.contract_id,
    sum(payments.amount) as paid_amount,
    sum(case when payments.paid_on <= spans.ended_on then payments.amount else 0 end) as paid_by_end
  from spans
  inner join payments on spans.contract_id = payments.contract_id
  group by spans.contract_id
)

select
  spans.contract_id,
  cast(coalesce(paid.paid_amount, 0) as decimal(18, 2)) as paid_amount,
  cast(
    case
      when spans.ended_on is not null or spans.contract_type = 'upfront' then 0
      else greatest(coalesce(spans.financed_amount, 0) - coalesce(paid.paid_amount, 0), 0)
    end as decimal(18, 2)
  ) as outstanding_balance,
  cast(
    case
      when spans.end_reason = 'written_off'
        then greatest(coalesce(spans.financed_amount, 0) - coalesce(paid.paid_by_end, 0), 0)
    end as decimal(18, 2)
  ) as written_off_amount
from spans
left join paid on spans.contract_id = paid.contract_id
