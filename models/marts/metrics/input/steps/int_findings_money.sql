-- Payments and actions that are legal and still look wrong. Grain: code, table_name, row_key.
with

accounts as (
  select * from {{ ref('stg_accounts') }}
),

payments as (
  select
    payments.*,
    accounts.opco_id,
    accounts.account_type
  from {{ ref('stg_payments') }} as payments
  inner join accounts on payments.account_id = accounts.account_id
),

actions as (
  select
    actions.*,
    accounts.opco_id
  from {{ ref('stg_actions') }} as actions
  inner join accounts on actions.account_id = accounts.account_id
),

-- one amount on one day of one account by one method, under several ids
alike as (
  select
    account_id,
    paid_on,
    payment_type,
    amount,
    coalesce(method, '') as method,
    min(opco_id) as opco_id,
    min(payment_id) as row_key
  from payments
  where payment_type not in ('refund', 'reversal')
  group by account_id, paid_on, payment_type, amount, coalesce(method, '')
  having count(*) > 1
),

found as (
  select
    'payment_dated_after_as_of' as code,
    'payments' as table_name,
    opco_id,
    payment_id as row_key
  from payments
  where paid_on > {{ as_of_date() }}
  union all
  select
    'action_dated_after_as_of' as code,
    'actions' as table_name,
    opco_id,
    action_id as row_key
  from actions
  where action_on > {{ as_of_date() }}
  union all
  -- the account says what a payment is: its type is read as the other
  select
    'payment_type_of_another_account' as code,
    'payments' as table_name,
    opco_id,
    payment_id as row_key
  from payments
  where
    (payment_type in ('instalment', 'downpayment') and account_type = 'utility')
    or (payment_type = 'bill' and account_type <> 'utility')
  union all
  select
    'payment_under_two_ids' as code,
    'payments' as table_name,
    opco_id,
    row_key
  from alike
)

select
  code,
  table_name,
  opco_id,
  row_key,
  cast(null as {{ dbt.type_string() }}) as detail
from found
