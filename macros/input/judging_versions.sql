{# The last steps of judged_rows: which version of a key is kept, and what rows of one table name of each other. #}

{#
  Of several good rows with one key, the one loaded last is kept; equal copies collapse to one; rows that contradict
  each other are marked, and so are those of a key that two opcos use. Only keys that come twice are sorted.
  Adds is_shared, is_conflict, is_version (good, and the first of its equal copies) and is_kept to the columns of source_cte.
#}
{% macro version_ctes(source_cte, target_cte, table) %}
{%- set key_list = table.key | join(', ') -%}
{%- set names = [] -%}
{%- for column in table.columns -%}
  {%- do names.append('named_' ~ column.name if column.name in table.references else column.name) -%}
{%- endfor -%}
-- keys with more than one good row
{{ target_cte }}_keys as (
  select
    {{ table.key | join(',\n    ') }}
  from {{ source_cte }}
  where not is_faulty and not is_not_yet_known
  group by {{ key_list }}
  having count(*) > 1
),

{{ target_cte }}_marked as (
  select
    {% for name in table.carried %}{{ source_cte }}.{{ name }},
    {% endfor -%}
    not {{ source_cte }}.is_faulty and not {{ source_cte }}.is_not_yet_known as is_good,
    {{ target_cte }}_keys.{{ table.key[0] }} is not null as has_repeated_key
  from {{ source_cte }}
  left join {{ target_cte }}_keys
    on {% for name in table.key %}{{ ' and ' if not loop.first }}{{ source_cte }}.{{ name }} = {{ target_cte }}_keys.{{ name }}{% endfor %}
),

-- the whole row as one text tells equal copies from contradictions
{{ target_cte }}_contents as (
  select
    *,
    {% for name in names %}{{ " || ',' || " if not loop.first }}{{ json_text('cast(' ~ name ~ ' as ' ~ dbt.type_string() ~ ')') }}{% endfor %} as content
  from {{ target_cte }}_marked
  where is_good and has_repeated_key
),

-- I22: ids are unique over the group, so a key that two opcos use is nobody's
{{ target_cte }}_conflicts as (
  select
    *,
    coalesce(min(owner_opco_id) over (partition by {{ key_list }}) <> max(owner_opco_id) over (partition by {{ key_list }}), false) as is_shared,
    min(content) over (partition by {{ key_list }}, loaded_at)
    <> max(content) over (partition by {{ key_list }}, loaded_at) as is_conflict,
    row_number() over (partition by {{ key_list }}, loaded_at order by content) as copy_number
  from {{ target_cte }}_contents
),

{{ target_cte }}_latest as (
  select
    *,
    max(case when not is_conflict then loaded_at end) over (partition by {{ key_list }}) as kept_loaded_at
  from {{ target_cte }}_conflicts
),

{{ target_cte }} as (
  select
    {{ table.carried | join(',\n    ') }},
    false as is_shared,
    false as is_conflict,
    is_good as is_version,
    is_good as is_kept
  from {{ target_cte }}_marked
  where not (is_good and has_repeated_key)
  union all
  select
    {{ table.carried | join(',\n    ') }},
    is_shared,
    is_conflict,
    not is_shared and not is_conflict and copy_number = 1 as is_version,
    not is_shared and not is_conflict and copy_number = 1 and loaded_at = kept_loaded_at as is_kept
  from {{ target_cte }}_latest
),
{% endmacro %}


{# An optional reference to a row of the same table: an accepted one of the same account, and not the row itself. #}
{% macro own_reference_ctes(table) %}
{%- set key = table.key[0] -%}
{%- set scope = reference_scope(table.name) -%}
resolved as (
  select
    {% for column in table.carried if column not in table.own_references -%}
    judged.{{ column }},
    {% endfor -%}
    {% for column in table.own_references -%}
    {{ column }}_targets.{{ key }} as {{ column }},
    judged.{{ column }} as named_{{ column }},
    {% endfor -%}
    judged.row_status,
    judged.row_reason
  from judged
  {% for column in table.own_references -%}
  left join judged as {{ column }}_targets
    on
      judged.{{ column }} = {{ column }}_targets.{{ key }}
      and judged.{{ scope }} = {{ column }}_targets.{{ scope }}
      and judged.{{ key }} <> {{ column }}_targets.{{ key }}
      and {{ column }}_targets.row_status = 'accepted'
  {% endfor %}
)
{%- endmacro %}


{# Optional references that were set to null, as text; null when none was. #}
{% macro cleared_references(table) -%}
{%- set columns = (table.references.keys() | list) + (table.own_references.keys() | list) -%}
{%- if not columns %}cast(null as {{ dbt.type_string() }}){% else -%}
nullif(
    trim(
      trailing '; ' from
      {% for column in columns %}{{ '\n      || ' if not loop.first }}case when {{ column }} is null and named_{{ column }} is not null then '{{ column }}: ' || named_{{ column }} || '; ' else '' end{% endfor %}
    ),
    ''
  )
{%- endif %}
{%- endmacro %}
