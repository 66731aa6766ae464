-- Payments dated by as_of_date, with what they settled. Grain: payment_id.
with

payments as (
  select * from {{ ref('int_payments') }}
),

accounts as (
  select * from {{ ref('int_accounts') }}
),

allocations as (
  select * from {{ ref('int_allocations') }}
),

settled_debits as (
  select * from {{ ref('int_settled_debits') }}
),

given as (
  select
    payment_id,
    cast(sum(amount) as {{ money_type() }}) as allocated,
    cast(sum(case when refund_id is not null then amount else 0 end) as {{ money_type() }}) as allocated_to_refunds,
    cast(sum(case when debit_type = 'payoff' then amount else 0 end) as {{ money_type() }}) as paid_off
  from allocations
  where payment_id is not null
  group by payment_id
),

ledger_payments as (
  select * from {{ ref('int_ledger_payments') }}
),

-- only money of the ledger is allocated, what reversals have left of it; what was taken back never was money
ledgered as (
  select
    payments.*,
    coalesce(ledger_payments.ledger_role = 'money', false) as is_ledger_money,
    coalesce(ledger_payments.ledger_role = 'refund', false) as is_ledger_refund,
    coalesce(ledger_payments.ledger_role = 'recovery', false) as is_recovery
  from payments
  left join ledger_payments on payments.payment_id = ledger_payments.payment_id
)

select
  ledgered.payment_id,
  ledgered.account_id,
  accounts.customer_id,
  ledgered.opco_id,
  ledgered.account_type,
  ledgered.contract_id,
  ledgered.bill_id,
  accounts.currency_code,
  {{ month_end_of('ledgered.paid_on') }} as month_end,
  ledgered.paid_at,
  ledgered.paid_on,
  ledgered.payment_type,
  ledgered.method,
  ledgered.reverses_payment_id,
  ledgered.is_reversed,
  ledgered.is_ledger_refund
  or (ledgered.is_ledger_money and ledgered.payment_type <> 'bonus')
  or (ledgered.is_recovery and ledgered.account_type <> 'payg') as is_ledger_cash,
  ledgered.is_recovery,
  cast(ledgered.amount + ledgered.reversed_amount as {{ money_type() }}) as amount,
  ledgered.reversed_amount,
  -- a refund takes money out: both its parts are negative
  cast(
    case
      when ledgered.is_ledger_money then coalesce(given.allocated, 0)
      when ledgered.is_ledger_refund then -settled_debits.allocated_amount
    end as {{ money_type() }}
  ) as allocated,
  cast(case when ledgered.is_ledger_money then coalesce(given.allocated_to_refunds, 0) end as {{ money_type() }}) as allocated_to_refunds,
  cast(case when ledgered.is_ledger_money then coalesce(given.paid_off, 0) end as {{ money_type() }}) as paid_off,
  cast(
    case
      when ledgered.is_ledger_money then ledgered.amount - coalesce(given.allocated, 0)
      when ledgered.is_ledger_refund then -settled_debits.unsettled_amount
    end as {{ money_type() }}
  ) as unapplied
from ledgered
inner join accounts on ledgered.account_id = accounts.account_id
left join given on ledgered.payment_id = given.payment_id
left join settled_debits on ledgered.payment_id = settled_debits.refund_id
