-- Operating companies. Grain: opco_id. The policy columns hold what is in force on as_of_date.
with

opcos as (
  select * from {{ ref('stg_opcos') }}
),

policies as (
  select *
  from {{ ref('int_policy_periods') }}
  where valid_from <= {{ as_of_date() }} and valid_to > {{ as_of_date() }}
)

select
  opcos.opco_id,
  opcos.opco_name,
  opcos.country_code,
  opcos.currency_code,
  opcos.timezone,
  opcos.sector,
  policies.default_after_days,
  policies.allocation_method,
  policies.bill_window_before_days,
  policies.bill_window_after_days,
  policies.bill_tolerance
from opcos
inner join policies on opcos.opco_id = policies.opco_id
