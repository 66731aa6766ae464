-- Money an account paid in the window after a month-end. Grain: month_end, account_id.
with

payments as (
  select * from {{ ref('int_collected_payments') }}
),

effect_days as (
  select * from {{ ref('int_effect_days') }}
)

select
  effect_days.month_end,
  payments.account_id,
  sum(payments.amount) as paid_amount
from payments
inner join effect_days
  on
    payments.opco_id = effect_days.opco_id
    and payments.paid_on = effect_days.window_day
group by effect_days.month_end, payments.account_id
