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
    cast(sum(amount) as decimal(18, 2)) as allocated,
    cast(sum(case when refund_id is not null then amount else 0 end) as decimal(18, 2)) as allocated_to_refunds
  from allocations
  where payment_id is not null
  group by payment_id
),

-- only money of the ledger is allocated, what reversals have left of it; what was taken back never was money
ledgered as (
  select
    *,
    account_type in ('utility', 'loan') and payment_type in ('instalment', 'bill', 'bonus') and not is_reversed as is_ledger_money,
    account_type in ('utility', 'loan') and payment_type = 'refund' as is_ledger_refund
  from payments
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
  ledgered.is_ledger_refund or (ledgered.is_ledger_money and ledgered.payment_type <> 'bonus') as is_ledger_cash,
  cast(ledgered.amount + ledgered.reversed_amount as decimal(18, 2)) as amount,
  ledgered.reversed_amount,
  -- a refund takes money out: both its parts are negative
  cast(
    case
      when ledgered.is_ledger_money then coalesce(given.allocated, 0)
      when ledgered.is_ledger_refund then -settled_debits.allocated_amount
    end as decimal(18, 2)
  ) as allocated,
  cast(case when ledgered.is_ledger_money then coalesce(given.allocated_to_refunds, 0) end as decimal(18, 2)) as allocated_to_refunds,
  cast(
    case
      when ledgered.is_ledger_money then ledgered.amount - coalesce(given.allocated, 0)
      when ledgered.is_ledger_refund then -settled_debits.unsettled_amount
    end as decimal(18, 2)
  ) as unapplied
from ledgered
inner join accounts on ledgered.account_id = accounts.account_id
left join given on ledgered.payment_id = given.payment_id
left join settled_debits on ledgered.payment_id = settled_debits.refund_id
