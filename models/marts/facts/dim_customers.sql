-- Customers. Grain: customer_id. Columns with personal data are masked unless the build is for the role that may see them.
with

customers as (
  select * from {{ ref('stg_customers') }}
)

select
  customer_id,
  opco_id,
  {% for column in ['customer_name', 'phone', 'email', 'address'] -%}
  {{ personal(column) }} as {{ column }},
  {% endfor -%}
  phone is not null as has_phone,
  email is not null as has_email,
  address is not null as has_address,
  language,
  income_band,
  tenure_band,
  is_vulnerable,
  prefers_direct_debit,
  credit_score,
  customer_status,
  created_at
from customers
