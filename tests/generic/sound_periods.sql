{#
  Periods [from_column, to_column) of one key: each ends after it begins, none overlaps the next, and only
  the last may be open (null). With is_gapless each begins where the one before it ended.
#}
{% test sound_periods(model, key, from_column, to_column, is_gapless=true) %}
with

periods as (
  select
    {{ key | join(',\n    ') }},
    {{ from_column }} as period_from,
    {{ to_column }} as period_to,
    lead({{ from_column }}) over (partition by {{ key | join(', ') }} order by {{ from_column }}) as next_from
  from {{ model }}
)

select *
from periods
where
  period_from is null
  or period_to <= period_from
  or (next_from is not null and period_to is null)
  {% if is_gapless -%}
  or next_from <> period_to
  {%- else -%}
  or next_from < period_to
  {%- endif %}
{% endtest %}
