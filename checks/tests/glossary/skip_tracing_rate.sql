-- skip_tracing_rate: contracted accounts without a phone, or whose last three calls met an invalid number / contracted accounts.
with

{{ contracted_ctes() }}

calls as (
  {{ staged_actions() }}
),

-- the calls of each account up to each snapshot, the last ones first
last_calls as (
  select
    contracted.month_end,
    contracted.account_id,
    calls.new_status,
    row_number() over (
      partition by contracted.month_end, contracted.account_id order by calls.action_at desc, calls.action_id desc
    ) as call_rank
  from contracted
  inner join calls on contracted.account_id = calls.account_id and contracted.snapshot_on >= calls.action_on
  where calls.action_type = 'call'
),

unreachable as (
  select
    month_end,
    account_id
  from last_calls
  where call_rank <= 3 and new_status = 'invalid_number'
  group by month_end, account_id
  having count(*) = 3
),

expected as (
  select
    contracted.month_end,
    contracted.opco_id,
    sum(case when customers.phone is null or unreachable.account_id is not null then 1 else 0 end) as numerator,
    count(*) as denominator
  from contracted
  inner join {{ ref('stg_customers') }} as customers on contracted.customer_id = customers.customer_id
  left join unreachable on contracted.account_id = unreachable.account_id and contracted.month_end = unreachable.month_end
  group by contracted.month_end, contracted.opco_id
)

{{ compare_collections('fct_collection_kpis', ['month_end', 'opco_id'], 'skip_tracing_accounts', 'contactable_base_accounts', 'skip_tracing_rate') }}
