-- What a month closes with is what the next one opens with, per opco: no account is lost between two month-ends.
with

measures as (
  select
    *,
    {{ month_index('month_end') }} as month_number
  from {{ ref('int_portfolio_measures') }}
  where dimension in ('all', 'opco', 'account_type')
),

first_months as (
  select
    dimension,
    dimension_value,
    min(month_number) as first_month_number,
    max(month_number) as last_month_number
  from measures
  group by dimension, dimension_value
),

closings as (
  select
    dimension,
    dimension_value,
    month_number + 1 as month_number,
    contracted_portfolio_size as contracted,
    active_portfolio_size as active,
    defaulters
  from measures
)

select
  coalesce(measures.dimension, closings.dimension) as dimension,
  coalesce(measures.dimension_value, closings.dimension_value) as dimension_value,
  coalesce(measures.month_number, closings.month_number) as month_number,
  closings.contracted as closed_with,
  measures.opening_contracted as opened_with
from measures
full outer join closings
  on
    measures.dimension = closings.dimension
    and measures.dimension_value = closings.dimension_value
    and measures.month_number = closings.month_number
inner join first_months
  on
    coalesce(measures.dimension, closings.dimension) = first_months.dimension
    and coalesce(measures.dimension_value, closings.dimension_value) = first_months.dimension_value
where
  -- the month after the last has not begun; before the first there was nothing
  coalesce(measures.month_number, closings.month_number) <= first_months.last_month_number
  and (
    measures.opening_contracted is distinct from coalesce(closings.contracted, 0)
    or measures.opening_active is distinct from coalesce(closings.active, 0)
    or measures.opening_defaulters is distinct from coalesce(closings.defaulters, 0)
    or (closings.contracted is null and measures.month_number > first_months.first_month_number)
  )
