-- The values of each dimension add up to the whole, for every count; PAR bucket holds the contracted accounts alone.
with

measures as (
  select * from {{ ref('int_portfolio_measures') }}
),

wholes as (
  select * from measures where dimension = 'all'
),

sums as (
  select
    month_end,
    dimension,
    {% for measure in count_measures() -%}
    sum({{ measure }}) as {{ measure }}{{ ',' if not loop.last }}
    {% endfor %}
  from measures
  where dimension not in ('all', 'par_bucket')
  group by month_end, dimension
),

-- each month has every dimension
expected as (
  select
    wholes.*,
    dimensions.dimension as part_dimension
  from wholes
  cross join (select distinct dimension from sums) as dimensions
)

select
  coalesce(expected.month_end, sums.month_end) as month_end,
  coalesce(expected.part_dimension, sums.dimension) as dimension,
  expected.all_accounts as whole,
  sums.all_accounts as parts
from expected
full outer join sums on expected.month_end = sums.month_end and expected.part_dimension = sums.dimension
where
  {% for measure in count_measures() -%}
  {{ 'or ' if not loop.first }}expected.{{ measure }} is distinct from sums.{{ measure }}
  {% endfor %}
