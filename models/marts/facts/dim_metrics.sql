-- The glossary: every metric, dimension and column with its definition. Grain: metric_id.
with

metrics as (
  select * from {{ ref('metrics') }}
)

select
  metric_id,
  cast(glossary_number as integer) as glossary_number,
  name,
  item_type,
  description,
  formula,
  numerator,
  denominator,
  unit,
  source,
  mart,
  mart_column,
  semantic_metric,
  pages,
  aliases,
  comments,
  worked_example,
  dimensions
from metrics
