-- The first payment beyond the downpayment and the first evening in default of an account, for the second route of the
-- glossary tests. Grain: account_id.
with

kept_payments as (
  {{ staged_kept_payments() }}
),

-- money beyond the downpayment; an opening tells of money before it
known_payments as (
  select
    account_id,
    paid_on
  from kept_payments
  where payment_type in ('instalment', 'bill', 'bonus')
  union all
  select
    account_id,
    opens_on as paid_on
  from {{ ref('chk_contracts') }}
  where opens_on is not null and opening_paid_amount > 0
),

first_payments as (
  select
    account_id,
    min(paid_on) as paid_on
  from known_payments
  group by account_id
),

first_defaults as (
  select
    account_id,
    min(day) as defaulted_on
  from {{ ref('chk_account_day_states') }}
  where portfolio_category = 'defaulted'
  group by account_id
)

select
  accounts.account_id,
  first_payments.paid_on,
  first_defaults.defaulted_on
from {{ ref('stg_accounts') }} as accounts
left join first_payments on accounts.account_id = first_payments.account_id
left join first_defaults on accounts.account_id = first_defaults.account_id
