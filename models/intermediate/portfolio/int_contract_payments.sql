-- The contract that each payment belongs to. Grain: payment_id; payments of accounts without a started contract are left out.
-- Reversed payments, reversals and refunds are left out: they pay nothing off.
with

payments as (
  select *
  from {{ ref('int_payments') }}
  where payment_type not in ('refund', 'reversal') and not is_reversed
),

spans as (
  select * from {{ ref('int_contract_spans') }}
),

named as (
  select
    payment_id,
    contract_id
  from payments
  where contract_id is not null
),

-- contracts of the account, in the order in which they started
ordered_spans as (
  select
    *,
    row_number() over (partition by account_id order by start_on, contract_id) as start_order
  from spans
),

-- how a contract stands on the day of a payment that names none
candidates as (
  select
    payments.payment_id,
    ordered_spans.contract_id,
    ordered_spans.start_order,
    case
      when
        ordered_spans.active_from <= payments.paid_on
        and (ordered_spans.active_to is null or ordered_spans.active_to > payments.paid_on)
        then 1
      when ordered_spans.start_on <= payments.paid_on then 2
      else 3
    end as standing
  from payments
  inner join ordered_spans on payments.account_id = ordered_spans.account_id
  where payments.contract_id is null
),

-- the active contract that started first, else the one started last by then, else the first
ranked as (
  select
    payment_id,
    contract_id,
    row_number() over (
      partition by payment_id
      order by standing, case when standing = 2 then -start_order else start_order end
    ) as choice
  from candidates
),

belongs as (
  select * from named
  union all
  select
    payment_id,
    contract_id
  from ranked
  where choice = 1
)

select
  payments.payment_id,
  payments.account_id,
  belongs.contract_id,
  payments.paid_at,
  payments.paid_on,
  payments.amount,
  payments.payment_type
from payments
inner join belongs on payments.payment_id = belongs.payment_id
