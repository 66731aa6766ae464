-- First days on which something happened to an account, null when it never did. Grain: account_id.
-- P28: nothing is told from before the account's history; only has_paid_from, because that something had been paid is known.
with

accounts as (
  select * from {{ ref('int_accounts') }} where installed_on is not null
),

payments as (
  select * from {{ ref('int_payments') }} where payment_type in ('instalment', 'bill', 'bonus') and not is_reversed
),

spans as (
  select * from {{ ref('int_contract_spans') }}
),

transitions as (
  select * from {{ ref('int_account_transitions') }}
),

first_payments as (
  select
    payments.account_id,
    min(payments.paid_on) as has_paid_from,
    min(case when payments.paid_on >= accounts.history_from then payments.paid_on end) as first_paid_on
  from payments
  inner join accounts on payments.account_id = accounts.account_id
  group by payments.account_id
),

openings as (
  select
    account_id,
    min(opening_on) as opened_paid_on
  from spans
  where opening_on is not null and opening_paid_amount > 0
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
  least(
    coalesce(first_payments.has_paid_from, openings.opened_paid_on),
    coalesce(openings.opened_paid_on, first_payments.has_paid_from)
  ) as has_paid_from,
  first_moves.first_defaulted_on,
  first_moves.first_contracted_on
from accounts
left join first_payments on accounts.account_id = first_payments.account_id
left join openings on accounts.account_id = openings.account_id
left join first_moves on accounts.account_id = first_moves.account_id
