-- allocated + unapplied = amount for every payment of the ledger; every other payment has neither.
with

payments as (
  select
    *,
    account_type in ('utility', 'loan')
    and payment_type in ('instalment', 'bill', 'bonus', 'refund')
    and not is_reversed as is_of_ledger
  from {{ ref('fct_payments') }}
)

select *
from payments
where
  (is_of_ledger and (allocated + unapplied is distinct from amount or allocated * amount < 0 or unapplied * amount < 0))
  or (not is_of_ledger and (allocated is not null or unapplied is not null))
