-- The allocation method of each opco as at as_of_date; it rules all history. Grain: opco_id.
with

policy_periods as (
  select * from {{ ref('int_policy_periods') }}
)

select
  opco_id,
  allocation_method
from policy_periods
where valid_from <= {{ as_of_date() }} and valid_to > {{ as_of_date() }}
