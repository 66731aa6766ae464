-- The glossary: every metric, dimension and column with its definition. Grain: metric_id.
-- Read from the project's own graph: metrics of models/semantic, and columns whose meta says `glossary`.
{% set texts = [
  'name', 'item_type', 'description', 'formula', 'numerator', 'denominator', 'unit', 'additivity', 'source', 'mart', 'mart_column',
  'semantic_metric', 'semantic_note', 'pages', 'aliases', 'comments', 'worked_example', 'dimensions',
] -%}
with

items as (
  {% for item in glossary_items() -%}
  select
    {{ glossary_text(item.metric_id) }} as metric_id,
    cast({{ item.glossary_number or 'null' }} as integer) as glossary_number,
    {% for text in texts -%}
    {{ glossary_text(item[text]) }} as {{ text }}{{ ',' if not loop.last }}
    {% endfor %}
  {{ 'union all' if not loop.last }}
  {% endfor -%}
)

select * from items
