-- The lab's sums by opco and for all, by count and by balance. Grain: month_end, opco_id, weighting.
-- Balances of all are in the reporting currency, null when one of the contracted accounts has no rate.
with

cells as (
  select * from {{ ref('int_lab_cells') }}
),

fx_rates as (
  select * from {{ ref('int_fx_rates_monthly') }}
),

-- what churned is valued at the month-end before, when it was still owed
valued as (
  select
    cells.*,
    cast(fx_rates.rate_to_reporting as decimal(20, 12)) as closing_rate,
    cast(opening_rates.rate_to_reporting as decimal(20, 12)) as opening_rate
  from cells
  left join fx_rates
    on
      cells.currency_code = fx_rates.currency_code
      and cells.month_end = fx_rates.month_end
  left join fx_rates as opening_rates
    on
      cells.currency_code = opening_rates.currency_code
      and {{ add_days(month_start_of('cells.month_end'), -1) }} = opening_rates.month_end
),

summed as (
  {% for opco, currency, group_by in [('opco_id', 'currency_code', 'month_end, opco_id, currency_code, is_month_closed'),
                                      ("'all'", reporting_currency(), 'month_end, is_month_closed')] -%}
  {% set is_all = loop.last -%}
  {% for weighting, prefix in [('count', 'n'), ('balance', 'b')] -%}
  select
    month_end,
    {{ opco ~ (' as opco_id' if is_all) }},
    '{{ weighting }}' as weighting,
    {{ currency ~ (' as currency_code' if is_all) if weighting == 'balance' else 'cast(null as ' ~ dbt.type_string() ~ ') as currency_code' }},
    is_month_closed,
    {% for column in lab_columns() -%}
    {% set fx_rate = 'opening_rate' if column == 'churned' else 'closing_rate' -%}
    {% if is_all and weighting == 'balance' -%}
    cast(
      case
        when sum(case when {{ fx_rate }} is null and {{ 'churned_accounts' if column == 'churned' else 'n_contracted' }} > 0 then 1 else 0 end) = 0
          then sum(cast(b_{{ column }} as {{ money_type() }}) * coalesce({{ fx_rate }}, 0))
      end as decimal(28, 6)
    ) as {{ column }}{{ ',' if not loop.last }}
    {% else -%}
    cast(sum({{ prefix }}_{{ column }}) as decimal(28, 6)) as {{ column }}{{ ',' if not loop.last }}
    {% endif -%}
    {% endfor %}
  from valued
  group by {{ group_by }}
  {{ 'union all' if not (is_all and loop.last) }}
  {% endfor -%}
  {% endfor -%}
),

opened as (
  select
    *,
    {% for column in ['contracted', 'active', 'in_default'] -%}
    lag({{ column }}, 1, cast(0 as decimal(28, 6))) over portfolio_line as opening_{{ column }}{{ ',' if not loop.last }}
    {% endfor %}
  from summed
  window portfolio_line as (partition by opco_id, weighting order by month_end)
)

select * from opened
