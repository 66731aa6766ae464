-- Accepted payments, and what was taken back of each by as_of_date. Grain: payment_id.
with

payments as (
  select * from {{ ref('judged_payments') }} where row_status = 'accepted'
),

accounts as (
  select * from {{ ref('stg_accounts') }}
),

opcos as (
  select * from {{ ref('stg_opcos') }}
),

timezone_days as (
  select * from {{ ref('stg_timezone_days') }}
),

-- the day on the opco's wall clock
dated as (
  select
    payments.*,
    {{ local_date('payments.paid_at') }} as paid_on
  from payments
  inner join accounts on payments.account_id = accounts.account_id
  inner join opcos on accounts.opco_id = opcos.opco_id
  left join timezone_days
    on
      opcos.timezone = timezone_days.timezone
      and cast(payments.paid_at as date) = timezone_days.utc_date
),

-- I5: a reversal dated by as_of_date takes its amount off its payment on all days, because that money never came
taken_back as (
  select
    reverses_payment_id,
    -sum(amount) as amount
  from dated
  where payment_type = 'reversal' and paid_on <= {{ as_of_date() }}
  group by reverses_payment_id
)

select
  dated.payment_id,
  dated.account_id,
  dated.contract_id,
  dated.bill_id,
  dated.paid_at,
  dated.amount,
  dated.payment_type,
  dated.reverses_payment_id,
  dated.method,
  dated.loaded_at,
  dated.paid_on,
  cast(coalesce(taken_back.amount, 0) as {{ money_type() }}) as reversed_amount
from dated
left join taken_back on dated.payment_id = taken_back.reverses_payment_id
