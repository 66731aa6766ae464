-- Contracts that exist on as_of_date. Grain: contract_id. What is dated later is null.
with

contracts as (
  select *
  from {{ ref('stg_contracts') }}
  -- a contract exists from its order or, where that is dated later, from its fulfilment on
  where
    least(coalesce(ordered_on, fulfilled_on, {{ as_of_date() }}), coalesce(fulfilled_on, ordered_on, {{ as_of_date() }}))
    <= {{ as_of_date() }}
),

accounts as (
  select * from {{ ref('int_accounts') }}
),

spans as (
  select * from {{ ref('int_contract_spans') }}
),

closings as (
  select * from {{ ref('int_contract_closings') }}
)

select
  contracts.contract_id,
  contracts.account_id,
  accounts.opco_id,
  accounts.currency_code,
  contracts.product_name,
  contracts.product_category,
  contracts.product_tags,
  contracts.contract_type,
  case when contracts.ordered_on <= {{ as_of_date() }} then contracts.ordered_on end as ordered_on,
  case when contracts.fulfilled_on <= {{ as_of_date() }} then contracts.fulfilled_on end as fulfilled_on,
  spans.start_on,
  case when contracts.ended_on <= {{ as_of_date() }} then contracts.ended_on end as ended_on,
  case when contracts.ended_on <= {{ as_of_date() }} then contracts.end_reason end as end_reason,
  contracts.downpayment_amount,
  case when contracts.downpayment_paid_on <= {{ as_of_date() }} then contracts.downpayment_paid_on end as downpayment_paid_on,
  contracts.downpayment_days,
  contracts.daily_rate,
  contracts.financed_amount,
  contracts.term_days,
  spans.opening_on,
  contracts.replaces_contract_id,
  cast(coalesce(closings.paid_amount, 0) as {{ money_type() }}) as paid_amount,
  cast(coalesce(closings.credited_amount, 0) as {{ money_type() }}) as credited_amount,
  closings.outstanding_balance,
  closings.written_off_amount,
  closings.overpaid_amount
from contracts
inner join accounts on contracts.account_id = accounts.account_id
left join spans on contracts.contract_id = spans.contract_id
left join closings on contracts.contract_id = closings.contract_id
