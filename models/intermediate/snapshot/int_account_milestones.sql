-- First days on which something happened to an account, null when it never did. Grain: account_id.
with

accounts as (
  select * from {{ ref('int_accounts') }} where installed_on is not null
),

payments as (
  select * from {{ ref('int_payments') }} where payment_type in ('instalment', 'bill', 'bonus') and not is_reversed
),

transitions as (
  select * from {{ ref('int_account_transitions') }}
),

first_payments as (
  select
    account_id,
    min(paid_on) as first_paid_on
  from payments
  group by account_id
),

first_moves as (
  select
    account_id,
    min(case when transition = 'default_entry' then transition_on end) as first_defaulted_on,
    min(case when transition in ('new', 'uncompletion', 'reinstatement') then transition_on end) as first_contracted_on
  from transitions
  group by account_id
)

select
  accounts.account_id,
  first_payments.first_paid_on,
  first_moves.first_defaulted_on,
  first_moves.first_contracted_on
from accounts
left join first_payments on accounts.account_id = first_payments.account_id
left join first_moves on accounts.account_id = first_moves.account_id
