-- The quick way to an opco's local day, by the offset of the UTC day, gives the same day as the exact conversion.
with

opcos as (
  select * from {{ ref('stg_opcos') }}
),

accounts as (
  select * from {{ ref('stg_accounts') }}
),

customers as (
  select * from {{ ref('stg_customers') }}
),

bills as (
  select * from {{ ref('stg_bills') }}
),

events as (
  {% for table_name, happened_at, local_day in [
    ('payments', 'paid_at', 'paid_on'), ('actions', 'action_at', 'action_on'), ('attempts', 'attempted_at', 'attempted_on'),
    ('device_states', 'changed_at', 'changed_on'), ('notifications', 'sent_at', 'sent_on'),
  ] -%}
  select
    '{{ table_name }}' as table_name,
    accounts.opco_id,
    events.{{ happened_at }} as happened_at,
    events.{{ local_day }} as local_day
  from {{ ref('stg_' ~ table_name) }} as events
  inner join accounts on events.account_id = accounts.account_id
  union all
  {% endfor -%}
  select
    'bank_transactions' as table_name,
    customers.opco_id,
    events.booked_at as happened_at,
    events.booked_on as local_day
  from {{ ref('stg_bank_transactions') }} as events
  inner join customers on events.customer_id = customers.customer_id
  union all
  select
    'decisions' as table_name,
    accounts.opco_id,
    events.decided_at as happened_at,
    events.decided_on as local_day
  from {{ ref('stg_decisions') }} as events
  inner join bills on events.bill_id = bills.bill_id
  inner join accounts on bills.account_id = accounts.account_id
)

select
  events.table_name,
  events.happened_at,
  events.local_day,
  opcos.timezone
from events
left join opcos on events.opco_id = opcos.opco_id
where events.local_day is distinct from cast({{ local_timestamp('events.happened_at', 'opcos.timezone') }} as date)
