-- Money that collections can bring in: instalments and bill payments that were not reversed. Grain: payment_id.
with

payments as (
  select * from {{ ref('int_payments') }}
)

select
  payment_id,
  account_id,
  opco_id,
  paid_at,
  paid_on,
  {{ month_end_of('paid_on') }} as month_end,
  amount
from payments
where payment_type in ('instalment', 'bill') and not is_reversed
