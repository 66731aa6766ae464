-- allocated + unapplied = what reversals have left of the amount, for every payment of the ledger; every other payment has
-- neither. Signs are compared, money is never multiplied by money: twelve digits twice would overflow.
with

payments as (
  select
    *,
    account_type in ('utility', 'loan')
    and payment_type in ('instalment', 'bill', 'bonus', 'refund')
    and not is_reversed
    and not is_recovery as is_of_ledger
  from {{ ref('fct_payments') }}
)

select *
from payments
where
  (is_of_ledger and allocated + unapplied is distinct from amount - reversed_amount)
  or (is_of_ledger and amount > 0 and least(allocated, unapplied) < 0)
  or (is_of_ledger and amount < 0 and greatest(allocated, unapplied) > 0)
  or (not is_of_ledger and (allocated is not null or unapplied is not null))
