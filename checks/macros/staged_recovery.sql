{#
  The whole test of a metric of fct_recovery_kpis: every payment and every write-off is held against every month by whose snapshot
  it lies, in the opco's currency by opco, at the month's rate otherwise.
#}
{% macro recovery_kpis_test(metric_id) %}
with

events as (
  select
    opco_id,
    account_type,
    paid_on as event_on,
    amount as recovered,
    0 as written_off
  from ({{ staged_recoveries() }}) as recoveries
  union all
  select
    accounts.opco_id,
    accounts.account_type,
    contracts.ended_on as event_on,
    0 as recovered,
    contracts.written_off_amount as written_off
  from {{ ref('dim_contracts') }} as contracts
  inner join {{ ref('stg_accounts') }} as accounts on contracts.account_id = accounts.account_id
  where contracts.end_reason = 'written_off' and contracts.start_on is not null and accounts.account_type <> 'utility'
),

dated as (
  select
    events.*,
    months.month_end,
    case when {{ month_end_of('events.event_on') }} = months.month_end then events.recovered else 0 end as recovered_in_month,
    cast(rates.rate_to_reporting as decimal(20, 12)) as worth
  from events
  inner join {{ ref('int_months') }} as months on events.event_on <= months.snapshot_on
  inner join {{ ref('stg_opcos') }} as opcos on events.opco_id = opcos.opco_id
  left join {{ ref('int_fx_rates_monthly') }} as rates
    on
      opcos.currency_code = rates.currency_code
      and months.month_end = rates.month_end
),

sliced as (
  select month_end, 'all' as dimension, 'all' as dimension_value, worth, recovered, written_off, recovered_in_month from dated
  union all
  select month_end, 'account_type' as dimension, account_type as dimension_value, worth, recovered, written_off, recovered_in_month from dated
  union all
  select
    month_end,
    'opco' as dimension,
    opco_id as dimension_value,
    cast(1 as decimal(20, 12)) as worth,
    recovered,
    written_off,
    recovered_in_month
  from dated
),

{% set top = 'recovered_in_month' if metric_id == 'recoveries' else 'recovered' -%}
expected as (
  select
    month_end,
    dimension,
    dimension_value,
    case when count(worth) = count(*) then cast(sum(cast({{ top }} as {{ money_type() }}) * worth) as decimal(28, 6)) end as numerator,
    {% if metric_id == 'recoveries' -%}
    cast(null as decimal(28, 6)) as denominator
    {%- else -%}
    case when count(worth) = count(*) then cast(sum(cast(written_off as {{ money_type() }}) * worth) as decimal(28, 6)) end as denominator
    {%- endif %}
  from sliced
  group by month_end, dimension, dimension_value
)

{% set found = "(select * from " ~ ref('fct_recovery_kpis') ~ " where metric_id = '" ~ metric_id ~ "')" -%}
{{ differences(found, keys=['dimension', 'dimension_value', 'month_end'], columns=[
  {'name': 'numerator'},
  {'name': 'denominator'},
  {
    'name': 'value',
    'expected': rate('expected.numerator', '1' if metric_id == 'recoveries' else 'expected.denominator'),
    'within': '0.000000001 * greatest(1, abs(cast(expected.numerator as ' ~ type_double() ~ ')))',
  },
]) }}
{% endmacro %}
