-- Customers with a loan instalment: everyone Smart Collect looks at. Grain: customer_id.
with

bills as (
  select * from {{ ref('int_smart_bills') }}
),

customers as (
  select * from {{ ref('stg_customers') }}
),

opcos as (
  select * from {{ ref('stg_opcos') }}
)

select
  customers.customer_id,
  customers.opco_id,
  opcos.currency_code,
  opcos.timezone
from customers
inner join opcos on customers.opco_id = opcos.opco_id
where customers.customer_id in (select bills.customer_id from bills)
