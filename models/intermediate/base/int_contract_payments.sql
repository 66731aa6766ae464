-- The contract that each payment belongs to. Grain: payment_id; payments of accounts without a started contract are left out.
-- Reversed payments and reversals are left out: they pay nothing off. A refund, which is negative, is placed like a payment.
-- P28: what was paid before a contract's books were taken over is in its opening, and left out here.
with

named_payments as (
  select *
  from {{ ref('int_payments') }}
  where payment_type <> 'reversal' and not is_reversed and contract_id is not null
),

unnamed_payments as (
  select *
  from {{ ref('int_payments') }}
  where payment_type <> 'reversal' and not is_reversed and contract_id is null
),

-- contracts of the account, in the order in which they started
ordered_spans as (
  select
    *,
    row_number() over (partition by account_id order by start_on, contract_id) as start_order
  from {{ ref('int_contract_spans') }}
),

-- how a contract stands on the day of a payment that names none
candidates as (
  select
    unnamed_payments.payment_id,
    unnamed_payments.account_id,
    ordered_spans.contract_id,
    unnamed_payments.paid_at,
    unnamed_payments.paid_on,
    unnamed_payments.amount,
    unnamed_payments.payment_type,
    ordered_spans.start_order,
    case
      when
        ordered_spans.active_from <= unnamed_payments.paid_on
        and (ordered_spans.active_to is null or ordered_spans.active_to > unnamed_payments.paid_on)
        then 1
      when ordered_spans.start_on <= unnamed_payments.paid_on then 2
      else 3
    end as standing
  from unnamed_payments
  inner join ordered_spans on unnamed_payments.account_id = ordered_spans.account_id
),

-- the active contract that started first, else the one started last by then, else the first
ranked as (
  select
    *,
    row_number() over (
      partition by payment_id
      order by standing, case when standing = 2 then -start_order else start_order end
    ) as choice
  from candidates
),

placed as (
  {% for cte in ['named_payments', 'ranked'] -%}
  select
    payment_id,
    account_id,
    contract_id,
    paid_at,
    paid_on,
    amount,
    payment_type
  from {{ cte }}
  {{ 'union all' if not loop.last else 'where choice = 1' }}
  {% endfor -%}
)

select placed.*
from placed
left join ordered_spans on placed.contract_id = ordered_spans.contract_id
where ordered_spans.opening_on is null or placed.paid_on >= ordered_spans.opening_on
