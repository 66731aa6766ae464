-- How and when a customer pays instalments, in the months looked at. Grain: customer_id.
with

customers as (
  select * from {{ ref('int_smart_customers') }}
),

due_instalments as (
  select * from {{ ref('int_smart_due_instalments') }}
),

accounts as (
  select * from {{ ref('int_accounts') }} where account_type = 'loan' and installed_on is not null
),

payments as (
  select * from {{ ref('int_payments') }} where payment_type in ('instalment', 'bill') and not is_reversed
),

cutoffs as (
  select * from {{ ref('int_smart_cutoffs') }} where is_live
),

time_bands as (
  select * from {{ ref('smart_collect_time_bands') }}
),

-- the hour on the customer's wall clock
paid as (
  select
    customers.customer_id,
    time_bands.time_band,
    time_bands.sort_order,
    count(*) as payments
  from payments
  inner join cutoffs on payments.paid_on between cutoffs.history_from_on and cutoffs.history_to_on
  inner join accounts on payments.account_id = accounts.account_id
  inner join customers
    on accounts.customer_id = customers.customer_id and accounts.currency_code = customers.currency_code
  inner join time_bands
    on
      extract(hour from {{ local_timestamp('payments.paid_at', 'accounts.timezone') }}) >= time_bands.from_hour
      and extract(hour from {{ local_timestamp('payments.paid_at', 'accounts.timezone') }}) < time_bands.to_hour
  group by customers.customer_id, time_bands.time_band, time_bands.sort_order
),

-- the band with most payments; a tie: the earlier in the day
preferred as (
  select
    customer_id,
    time_band,
    cast(sum(payments) over (partition by customer_id) as bigint) as payments,
    row_number() over (partition by customer_id order by payments desc, sort_order asc) as place
  from paid
),

punctuality as (
  select
    customer_id,
    count(*) as due_instalments,
    sum(is_punctual) as punctual_instalments,
    count(settled_on) as paid_instalments,
    coalesce(sum(delay_days), 0) as delay_days_total,
    max(case when delay_days > 0 then settled_on end) as last_late_on
  from due_instalments
  group by customer_id
)

select
  customers.customer_id,
  preferred.time_band as preferred_time_band,
  coalesce(preferred.payments, 0) as payments_count,
  cast(coalesce(punctuality.due_instalments, 0) as bigint) as due_instalments,
  cast(coalesce(punctuality.punctual_instalments, 0) as bigint) as punctual_instalments,
  100 * {{ rate('punctuality.punctual_instalments', 'punctuality.due_instalments') }} as punctuality_score,
  cast(coalesce(punctuality.paid_instalments, 0) as bigint) as paid_instalments,
  cast(coalesce(punctuality.delay_days_total, 0) as bigint) as delay_days_total,
  {{ rate('punctuality.delay_days_total', 'punctuality.paid_instalments') }} as average_delay_days,
  punctuality.last_late_on
from customers
left join preferred on customers.customer_id = preferred.customer_id and preferred.place = 1
left join punctuality on customers.customer_id = punctuality.customer_id
