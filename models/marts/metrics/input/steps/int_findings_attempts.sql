-- Debit attempts that payments or their own numbers contradict. Grain: code, row_key.
with

accounts as (
  select * from {{ ref('stg_accounts') }}
),

attempts as (
  select
    attempts.*,
    accounts.opco_id,
    lag(attempts.attempt_number) over (
      partition by attempts.bill_id order by attempts.attempted_at, attempts.attempt_id
    ) as number_before
  from {{ ref('stg_attempts') }} as attempts
  inner join accounts on attempts.account_id = accounts.account_id
  where attempts.attempted_on <= {{ as_of_date() }}
),

payments as (
  select * from {{ ref('int_payments') }} where payment_type in ('downpayment', 'instalment', 'bill') and not is_reversed
),

-- money of that amount on the account within three days
followed as (
  select distinct attempts.attempt_id
  from attempts
  inner join payments
    on
      attempts.account_id = payments.account_id
      and attempts.amount = payments.amount
      and payments.paid_on between attempts.attempted_on and {{ add_days('attempts.attempted_on', 3) }}
),

-- money of a failed attempt's amount on its very day, and no attempt of the account that brought it
brought_by_none as (
  select distinct failed.attempt_id
  from attempts as failed
  inner join payments
    on
      failed.account_id = payments.account_id
      and failed.amount = payments.amount
      and failed.attempted_on = payments.paid_on
      and (payments.bill_id is null or failed.bill_id = payments.bill_id)
  left join attempts as successes
    on
      payments.account_id = successes.account_id
      and payments.amount = successes.amount
      and successes.status = 'success'
      and payments.paid_on between successes.attempted_on and {{ add_days('successes.attempted_on', 3) }}
  where failed.status = 'failed' and successes.attempt_id is null
),

found as (
  select
    'success_without_payment' as code,
    attempts.opco_id,
    attempts.attempt_id as row_key
  from attempts
  left join followed on attempts.attempt_id = followed.attempt_id
  where attempts.status = 'success' and followed.attempt_id is null
  union all
  select
    'payment_of_failed_attempt' as code,
    attempts.opco_id,
    attempts.attempt_id as row_key
  from attempts
  inner join brought_by_none on attempts.attempt_id = brought_by_none.attempt_id
  union all
  select
    'attempt_number_against_order' as code,
    opco_id,
    attempt_id as row_key
  from attempts
  where bill_id is not null and attempt_number <= number_before
)

select
  code,
  'attempts' as table_name,
  opco_id,
  row_key,
  cast(null as {{ dbt.type_string() }}) as detail
from found
