-- Accepted customers. Grain: customer_id.
with

customers as (
  select * from {{ ref('judged_customers') }} where row_status = 'accepted'
)

select
  customer_id,
  opco_id,
  customer_name,
  phone,
  email,
  language,
  income_band,
  tenure_band,
  is_vulnerable,
  prefers_direct_debit,
  address,
  credit_score,
  customer_status,
  is_test,
  created_at,
  loaded_at
from customers
