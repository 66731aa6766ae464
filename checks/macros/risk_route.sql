{#
  The second route of a repayment rate: numerator and denominator of one contract at one snapshot, added up for all
  accounts, their opco and their account type, in the currency of the slice.
#}
{% macro repayment_test(metric_id, numerator, denominator, is_money=true) %}
with

sides as (
  select
    account_id,
    month_end,
    {{ numerator }} as top,
    {{ denominator }} as bottom
  from {{ ref('chk_contract_repayment') }}
),

contract_months as (
  select
    sides.*,
    accounts.opco_id,
    accounts.account_type,
    {{ 'rates.rate_to_reporting' if is_money else 'cast(1 as decimal(20, 12)) as rate_to_reporting' }}
  from sides
  inner join {{ ref('stg_accounts') }} as accounts on sides.account_id = accounts.account_id
  {% if is_money %}inner join {{ ref('stg_opcos') }} as opcos on accounts.opco_id = opcos.opco_id{% endif %}
  {% if is_money -%}
  left join {{ ref('int_fx_rates_monthly') }} as rates
    on opcos.currency_code = rates.currency_code and sides.month_end = rates.month_end
  {% endif -%}
),

expected as (
  {% for dimension, value in [('all', "'all'"), ('opco', 'opco_id'), ('account_type', 'account_type')] -%}
  select
    month_end,
    '{{ dimension }}' as dimension,
    {{ value }} as dimension_value,
    {% for side in ['top', 'bottom'] -%}
    {% if dimension == 'opco' -%}
    cast(sum({{ side }}) as decimal(28, 6)) as {{ side }}{{ ',' if not loop.last }}
    {% else -%}
    case
      when count(*) = count(rate_to_reporting) then cast(sum({{ side }} * cast(rate_to_reporting as decimal(20, 12))) as decimal(28, 6))
    end as {{ side }}{{ ',' if not loop.last }}
    {% endif -%}
    {% endfor %}
  from contract_months
  group by month_end{{ '' if dimension == 'all' else ', ' ~ value }}
  {{ 'union all' if not loop.last }}
  {% endfor -%}
)

{% set found -%}
(
  select * from {{ ref('fct_repayment_kpis') }}
  where metric_id = '{{ metric_id }}' and dimension in ('all', 'opco', 'account_type')
)
{%- endset -%}
-- converted amounts are rounded in another order here
{{ differences(found, keys=['month_end', 'dimension', 'dimension_value'], columns=[
  {'name': 'numerator', 'expected': 'expected.top', 'within': '0.00001'},
  {'name': 'denominator', 'expected': 'expected.bottom', 'within': '0.00001'},
], also=[
  'abs(actual.value * cast(actual.denominator as ' ~ type_double() ~ ') - cast(actual.numerator as ' ~ type_double() ~ ')) > 0.000001',
]) }}
{% endmacro %}


{#
  The second route to where accounts stand at one closed month-end and the next: one row per account and step, from
  the evenings of the two days. For the tests of roll_rate, roll_balance_rate and ecl.
#}
{% macro risk_steps() %}
  select
    later.account_id,
    later.opco_id,
    later.month_end,
    buckets_before.par_bucket as from_bucket,
    case
      when later.portfolio = 'contracted' and later.restructures > 0 then 'restructured'
      when later.portfolio = 'contracted' then buckets.par_bucket
      else later.portfolio_group
    end as to_bucket,
    case when earlier.portfolio_category = 'defaulted' or earlier.days_expired > 90 then 'default' else buckets_before.par_bucket end as from_state,
    case
      when later.portfolio_category in ('defaulted', 'repossessed', 'written_off') or later.days_expired > 90 then 'default'
      when later.portfolio = 'contracted' then buckets.par_bucket
      else later.portfolio_group
    end as to_state,
    earlier.balance,
    earlier.rate_to_reporting
  from {{ ref('chk_glossary_rows') }} as later
  inner join {{ ref('chk_glossary_rows') }} as earlier
    on
      later.account_id = earlier.account_id
      and {{ add_days(month_start_of('later.month_end'), -1) }} = earlier.month_end
  left join {{ ref('par_buckets') }} as buckets
    on later.days_expired >= buckets.lower_days and later.days_expired <= coalesce(buckets.upper_days, 99999999)
  left join {{ ref('par_buckets') }} as buckets_before
    on earlier.days_expired >= buckets_before.lower_days and earlier.days_expired <= coalesce(buckets_before.upper_days, 99999999)
  where
    later.row_kind = 'snapshot'
    and earlier.row_kind = 'snapshot'
    and earlier.portfolio = 'contracted'
    and later.month_end <= {{ as_of_date() }}
{% endmacro %}


{# A whole test of a roll rate: what of a step is counted, by opco and for all, against two columns of the mart. #}
{% macro roll_test(counted, numerator_column, denominator_column, value_column) %}
with

steps as (
  {{ risk_steps() }}
),

sliced as (
  select steps.*, steps.opco_id as slice, {{ counted if counted == '1' else 'steps.' ~ counted }} * cast(1 as decimal(20, 12)) as worth from steps
  union all
  select steps.*, 'all' as slice, {{ '1' if counted == '1' else 'steps.' ~ counted ~ ' * steps.rate_to_reporting' }} as worth from steps
),

openings as (
  select
    month_end,
    slice,
    from_bucket,
    case when count(*) = count(worth) then sum(worth) end as opening
  from sliced
  group by month_end, slice, from_bucket
),

expected as (
  select
    sliced.month_end,
    sliced.slice as opco_id,
    sliced.from_bucket,
    sliced.to_bucket,
    openings.opening,
    case when count(*) = count(sliced.worth) then sum(sliced.worth) end as moved
  from sliced
  inner join openings
    on sliced.month_end = openings.month_end and sliced.slice = openings.slice and sliced.from_bucket = openings.from_bucket
  group by sliced.month_end, sliced.slice, sliced.from_bucket, sliced.to_bucket, openings.opening
)

-- converted amounts are rounded in another order here
{{ differences(ref('fct_roll_rates'), keys=['month_end', 'opco_id', 'from_bucket', 'to_bucket'], columns=[
  {'name': 'numerator', 'expected': 'expected.moved', 'actual': 'actual.' ~ numerator_column, 'within': '0.00002'},
  {'name': 'denominator', 'expected': 'expected.opening', 'actual': 'actual.' ~ denominator_column, 'within': '0.00002'},
], also=[
  '(coalesce(expected.opening, 0) = 0 or expected.moved is null) <> (actual.' ~ value_column ~ ' is null)',
  'abs(actual.' ~ value_column ~ ' * cast(expected.opening as ' ~ type_double() ~ ') - cast(expected.moved as ' ~ type_double() ~ ')) > 0.0001',
]) }}
{% endmacro %}


{# The daily rate for each day of the plan up to a day, over a row of contract_months. #}
{% macro elapsed_due(day) -%}
contract_months.daily_rate * least({{ days_between('contract_months.plan_from', day) }} + 1, contract_months.term_days)
{%- endmacro %}
