-- missing_contact_rate: contracted accounts without name, phone, or any of e-mail and address / contracted accounts.
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

expected as (
  select
    contracted.month_end,
    contracted.opco_id,
    count(*) - sum(
      case when customers.customer_name is not null and customers.phone is not null
        and coalesce(customers.email, customers.address) is not null then 1 else 0 end
    ) as numerator,
    count(*) as denominator
  from contracted
  inner join {{ ref('stg_customers') }} as customers on contracted.customer_id = customers.customer_id
  group by contracted.month_end, contracted.opco_id
)

{{ compare_collections('fct_collection_kpis', ['month_end', 'opco_id'], 'missing_contact_accounts', 'contactable_base_accounts', 'missing_contact_rate') }}
