-- Portfolio categories in the order of the portfolio. Grain: portfolio_category.
select
  portfolio_category,
  label,
  portfolio_group,
  portfolio,
  cast(sort_order as integer) as sort_order
from {{ ref('portfolio_categories') }}
