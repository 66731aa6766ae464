-- Default of bills under each way to match money to them. Grain: month_end of the bill's period, opco_id, measure, basis.
with

bills as (
  select * from {{ ref('fct_bills') }} where is_rated
),

fx_rates as (
  select * from {{ ref('int_fx_rates_monthly') }}
),

cells as (
  select
    month_end,
    opco_id,
    currency_code,
    {% for population in ['closed', 'all'] -%}
    {% set condition = 'is_window_closed' if population == 'closed' else 'true' -%}
    {% for weighting, unit in [('count', '1'), ('amount', 'bill_amount')] -%}
    sum(case when {{ condition }} then {{ unit }} else 0 end) as {{ weighting }}_{{ population }},
    {% for method, flag in lab_bill_methods() -%}
    sum(case when {{ condition }} and {{ flag }} then {{ unit }} else 0 end) as {{ weighting }}_{{ method }}_{{ population }},
    {% endfor -%}
    {% endfor -%}
    {% endfor -%}
    count(*) as bills
  from bills
  group by month_end, opco_id, currency_code
),

-- a bill for a month that is yet to come is valued at today's rate
valued as (
  select
    cells.*,
    cast(fx_rates.rate_to_reporting as decimal(20, 12)) as rate_to_reporting
  from cells
  left join fx_rates
    on
      cells.currency_code = fx_rates.currency_code
      and least(cells.month_end, {{ month_end_of(as_of_date()) }}) = fx_rates.month_end
)

{% for weighting in ['count', 'amount'] -%}
{% for population in ['closed', 'all'] -%}
{% for method, flag in lab_bill_methods() -%}
{% set top = weighting ~ '_' ~ method ~ '_' ~ population -%}
{% set bottom = weighting ~ '_' ~ population -%}
select
  month_end,
  opco_id,
  'default_60d_rate' as measure,
  '{{ weighting }}_{{ method }}_{{ population }}_bills' as basis,
  {{ 'currency_code' if weighting == 'amount' else 'cast(null as ' ~ dbt.type_string() ~ ') as currency_code' }},
  cast({{ top }} as decimal(28, 6)) as numerator,
  cast({{ bottom }} as decimal(28, 6)) as denominator
from valued
union all
select
  month_end,
  'all' as opco_id,
  'default_60d_rate' as measure,
  '{{ weighting }}_{{ method }}_{{ population }}_bills' as basis,
  {% if weighting == 'amount' -%}
  {{ reporting_currency() }} as currency_code,
  {% for part in [top, bottom] -%}
  cast(
    case when count(*) = count(rate_to_reporting) then sum(cast({{ part }} as {{ money_type() }}) * rate_to_reporting) end as decimal(28, 6)
  ) as {{ 'numerator,' if loop.first else 'denominator' }}
  {% endfor -%}
  {% else -%}
  cast(null as {{ dbt.type_string() }}) as currency_code,
  cast(sum({{ top }}) as decimal(28, 6)) as numerator,
  cast(sum({{ bottom }}) as decimal(28, 6)) as denominator
  {% endif -%}
from valued
group by month_end
{{ 'union all' if not (loop.last and population == 'all' and weighting == 'amount') }}
{% endfor -%}
{% endfor -%}
{% endfor %}
