-- Attempts to collect from loan accounts of Smart Collect's customers by as_of_date. Grain: attempt_id.
with

attempts as (
  select * from {{ ref('int_attempts') }}
),

accounts as (
  select * from {{ ref('int_accounts') }} where account_type = 'loan' and installed_on is not null
),

customers as (
  select * from {{ ref('int_smart_customers') }}
)

select
  attempts.attempt_id,
  accounts.customer_id,
  accounts.opco_id,
  attempts.bill_id,
  attempts.attempted_at,
  attempts.attempted_on,
  attempts.amount,
  attempts.method,
  attempts.status,
  attempts.is_first_attempt,
  attempts.is_resolved
from attempts
inner join accounts on attempts.account_id = accounts.account_id
inner join customers
  on accounts.customer_id = customers.customer_id and accounts.currency_code = customers.currency_code
