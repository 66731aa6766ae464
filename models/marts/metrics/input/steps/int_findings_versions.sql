-- What versions and quarantined rows tell of a table, read from every raw row. Grain: code, table_name, row_key, and
-- the row for codes that count rows. opco_id is `all` where a row does not say its opco.
{%- set by_account = [] -%}
{%- for table_name, contract in input_contract().items() if contract.get('parents', {}).get('account_id') and contract['key'] | length == 1 -%}
{%- do by_account.append(table_name) -%}
{%- endfor %}
with

accounts as (
  select * from {{ ref('stg_accounts') }}
),

-- contracts whose versions disagree about what the credit clock reads
changed_terms as (
  select contract_id
  from {{ ref('judged_contracts') }}
  where row_status in ('accepted', 'superseded')
  group by contract_id
  having count(distinct daily_rate) > 1 or count(distinct fulfilled_on) > 1
),

-- rows that name no account, and what they name
strangers as (
  {% for table_name in by_account -%}
  select
    '{{ table_name }}' as table_name,
    {{ input_contract()[table_name]['key'][0] }} as row_key,
    account_id
  from {{ ref('judged_' ~ table_name) }}
  where row_status = 'quarantined' and quarantine_reason like 'account_id: unknown%'
  {{ 'union all' if not loop.last }}
  {% endfor -%}
),

-- a known account that is written the same but for letters' case and spaces
resembled as (
  select
    strangers.table_name,
    strangers.row_key,
    min(accounts.opco_id) as opco_id,
    min(accounts.account_id) as detail
  from strangers
  inner join accounts on lower(replace(strangers.account_id, ' ', '')) = lower(replace(accounts.account_id, ' ', ''))
  group by strangers.table_name, strangers.row_key
),

-- rows that claim to have been loaded after the build began
loaded_later as (
  {% for table_name, contract in input_contract().items() -%}
  select
    '{{ table_name }}' as table_name,
    {% for column in contract['key'] -%}
    {{ " || ' / ' || " if not loop.first }}coalesce(cast({{ column }} as {{ dbt.type_string() }}), '?')
    {%- endfor %} as row_key
  from {{ ref('judged_' ~ table_name) }}
  where loaded_at > {{ build_started_at() }}
  {{ 'union all' if not loop.last }}
  {% endfor -%}
),

found as (
  select
    'contract_terms_changed' as code,
    'contracts' as table_name,
    accounts.opco_id,
    contracts.contract_id as row_key,
    cast(null as {{ dbt.type_string() }}) as detail
  from {{ ref('stg_contracts') }} as contracts
  inner join changed_terms on contracts.contract_id = changed_terms.contract_id
  inner join accounts on contracts.account_id = accounts.account_id
  union all
  select
    'account_resembles_another' as code,
    table_name,
    opco_id,
    row_key,
    detail
  from resembled
  union all
  select
    'loaded_after_the_build' as code,
    table_name,
    'all' as opco_id,
    row_key,
    cast(null as {{ dbt.type_string() }}) as detail
  from loaded_later
  {% for table_name in ['accounts', 'customers', 'shops'] %}
  {%- set key = input_contract()[table_name]['key'][0] %}
  union all
  select
    'id_of_two_opcos' as code,
    '{{ table_name }}' as table_name,
    opco_id,
    {{ key }} as row_key,
    cast(null as {{ dbt.type_string() }}) as detail
  from {{ ref('judged_' ~ table_name) }}
  where row_status = 'quarantined' and quarantine_reason = '{{ key }}: used by two opcos'
  {% endfor %}
)

select
  code,
  table_name,
  coalesce(opco_id, 'all') as opco_id,
  row_key,
  detail
from found
