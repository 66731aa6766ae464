-- skip_tracing_rate: contracted accounts without a phone, or whose last three calls met an invalid number / contracted accounts.
with

months as (
  select distinct
    month_end,
    least(month_end, {{ as_of_date() }}) as snapshot_on
  from {{ ref('fct_collection_kpis') }}
),

-- contracted at the snapshot: a utility account once installed, another with a contract that runs
contracted as (
  select distinct
    months.month_end,
    months.snapshot_on,
    accounts.account_id,
    accounts.opco_id,
    accounts.customer_id
  from {{ ref('stg_accounts') }} as accounts
  inner join months on accounts.installed_on <= months.snapshot_on
  left join {{ ref('stg_contracts') }} as contracts
    on
      accounts.account_id = contracts.account_id
      and contracts.contract_type <> 'upfront'
      and months.snapshot_on >= contracts.fulfilled_on
      and (contracts.ended_on is null or months.snapshot_on < contracts.ended_on)
  where accounts.account_type = 'utility' or contracts.contract_id is not null
),

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
