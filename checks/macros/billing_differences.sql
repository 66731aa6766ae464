{#
  The whole test of a metric of fct_billing_values, by each of its dimensions. `bills` is a query of one row per bill with
  account_id, opco_id and month_end; the sides are SQL over it. A bill's place in each dimension is read from staging.
#}
{% macro billing_values_test(metric_id, bills, numerator, denominator=none, is_money=false) %}
with

bills as (
  {{ bills }}
),

placed as (
  select
    bills.*,
    opcos.currency_code,
    coalesce(case when accounts.shop_id is null then accounts.region else shops.region end, 'unknown') as region,
    coalesce(accounts.tariff, 'unknown') as tariff,
    coalesce(customers.income_band, 'unknown') as income_band,
    coalesce(customers.tenure_band, 'unknown') as tenure_band,
    coalesce(lower(cast(customers.is_vulnerable as {{ dbt.type_string() }})), 'unknown') as is_vulnerable,
    coalesce(lower(cast(customers.prefers_direct_debit as {{ dbt.type_string() }})), 'unknown') as prefers_direct_debit,
    rates.rate_to_reporting
  from bills
  inner join {{ ref('stg_accounts') }} as accounts on bills.account_id = accounts.account_id
  inner join {{ ref('stg_customers') }} as customers on accounts.customer_id = customers.customer_id
  inner join {{ ref('stg_opcos') }} as opcos on accounts.opco_id = opcos.opco_id
  left join {{ ref('stg_shops') }} as shops on accounts.shop_id = shops.shop_id
  left join {{ ref('int_fx_rates_monthly') }} as rates
    on
      opcos.currency_code = rates.currency_code
      and least(bills.month_end, {{ month_end_of(as_of_date()) }}) = rates.month_end
),

-- once for each dimension that the glossary links to the metric; money of one currency stays in it, other money is
-- worth what the rate makes of it, or nothing that is known
sliced as (
  select
    placed.*,
    dimensions.dimension,
    case dimensions.dimension
      when 'all' then 'all'
      when 'opco' then placed.opco_id
      when 'region' then placed.opco_id || ' / ' || placed.region
      when 'income_band' then placed.income_band
      when 'tariff' then placed.tariff
      when 'tenure_band' then placed.tenure_band
      when 'is_vulnerable' then placed.is_vulnerable
      when 'prefers_direct_debit' then placed.prefers_direct_debit
    end as dimension_value,
    {% if is_money -%}
    case when dimensions.dimension in ('opco', 'region') then cast(1 as decimal(20, 12)) else cast(placed.rate_to_reporting as decimal(20, 12)) end as worth
    {%- else -%}
    cast(1 as decimal(20, 12)) as worth
    {%- endif %}
  from placed
  cross join (select dimension from {{ ref('dim_metric_dimensions') }} where metric_id = '{{ metric_id }}') as dimensions
),

expected as (
  select
    month_end,
    dimension,
    dimension_value,
    {% if is_money -%}
    case
      when count(worth) = count(*) then cast(sum(cast({{ numerator }} as {{ money_type() }}) * worth) as decimal(28, 6))
    end as numerator,
    {%- else -%}
    cast(sum({{ numerator }}) as decimal(28, 6)) as numerator,
    {%- endif %}
    cast({{ 'sum(' ~ denominator ~ ')' if denominator else 'null' }} as decimal(28, 6)) as denominator
  from sliced
  group by month_end, dimension, dimension_value
)

{% set found = "(select * from " ~ ref('fct_billing_values') ~ " where metric_id = '" ~ metric_id ~ "' and dimension in (select dimension from " ~ ref('dim_metric_dimensions') ~ "))" -%}
{{ differences(found, keys=['month_end', 'dimension', 'dimension_value'], columns=[
  {'name': 'numerator'},
  {'name': 'denominator'},
  {'name': 'value', 'expected': rate('expected.numerator', 'expected.denominator' if denominator else '1')},
]) }}
{% endmacro %}
