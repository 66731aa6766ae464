-- What was published stands: publications of one value follow each other without gap, and none is dated after the next.
with

published_values as (
  select
    *,
    lead(dbt_valid_from) over (partition by value_key order by dbt_valid_from) as next_valid_from
  from {{ ref('published_values') }}
)

select
  value_key,
  known_at,
  dbt_valid_from,
  dbt_valid_to
from published_values
where dbt_valid_from <> known_at or dbt_valid_to is distinct from next_valid_from
