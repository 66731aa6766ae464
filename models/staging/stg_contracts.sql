-- Accepted contracts. Grain: contract_id.
with

contracts as (
  select * from {{ ref('judged_contracts') }} where row_status = 'accepted'
)

select
  contract_id,
  account_id,
  product_name,
  product_category,
  product_tags,
  contract_type,
  ordered_on,
  fulfilled_on,
  downpayment_amount,
  downpayment_paid_on,
  downpayment_days,
  daily_rate,
  financed_amount,
  term_days,
  ended_on,
  end_reason,
  replaces_contract_id,
  opening_on,
  opening_credit_expires_on,
  opening_paid_amount,
  loaded_at
from contracts
