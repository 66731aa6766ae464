-- What each started contract has paid and still owes on as_of_date. Grain: contract_id.
with

spans as (
  select * from {{ ref('int_contract_spans') }}
),

settlements as (
  select * from {{ ref('int_contract_settlements') }}
),

-- a write-off gives up what was open at the end of its day
settled as (
  select
    spans.contract_id,
    sum(settlements.amount) as amount,
    sum(settlements.paid_amount) as paid_amount,
    sum(case when settlements.settled_on <= spans.ended_on then settlements.amount else 0 end) as amount_by_end
  from spans
  inner join settlements on spans.contract_id = settlements.contract_id
  group by spans.contract_id
),

-- what was paid before the contract's books were taken over counts from their opening on
owed as (
  select
    spans.*,
    spans.opening_paid_amount + coalesce(settled.paid_amount, 0) as paid_amount,
    coalesce(settled.amount - settled.paid_amount, 0) as credited_amount,
    coalesce(spans.financed_amount, 0) - spans.opening_paid_amount - coalesce(settled.amount, 0) as owed_amount,
    coalesce(spans.financed_amount, 0) - spans.opening_paid_amount - coalesce(settled.amount_by_end, 0) as owed_at_end
  from spans
  left join settled on spans.contract_id = settled.contract_id
)

select
  contract_id,
  cast(paid_amount as {{ money_type() }}) as paid_amount,
  cast(credited_amount as {{ money_type() }}) as credited_amount,
  cast(
    case when ended_on is not null or contract_type = 'upfront' then 0 else greatest(owed_amount, 0) end as {{ money_type() }}
  ) as outstanding_balance,
  cast(case when end_reason = 'written_off' then greatest(owed_at_end, 0) end as {{ money_type() }}) as written_off_amount,
  -- P30: more than was ever financed, whether the contract has ended or not
  cast(
    case when contract_type <> 'upfront' and financed_amount > 0 then greatest(-owed_amount, 0) else 0 end as {{ money_type() }}
  ) as overpaid_amount
from owed
