-- A company's own segments as dimensions: every account in each of them. Grain: dimension, account_id.
-- P35: the dimension is the segment's name as a code; a name that is taken already gets segment_ before it. An account without a
-- value is unknown; where two spellings of one name give an account two values, the name that comes first counts.
with

segments as (
  select * from {{ ref('stg_segments') }}
),

accounts as (
  select * from {{ ref('int_accounts') }}
),

coded as (
  select
    account_id,
    segment_name,
    segment_value,
    {{ snake_case('segment_name') }} as segment_code
  from segments
),

named as (
  select
    *,
    case
      when segment_code in ('', '{{ built_in_dimensions() | join("', '") }}') then 'segment_' || segment_code
      else segment_code
    end as dimension
  from coded
),

chosen as (
  select
    *,
    row_number() over (partition by dimension, account_id order by segment_name) as choice
  from named
),

dimensions as (
  select distinct dimension from named
)

select
  dimensions.dimension,
  accounts.account_id,
  coalesce(chosen.segment_value, 'unknown') as dimension_value
from dimensions
cross join accounts
left join chosen
  on
    dimensions.dimension = chosen.dimension
    and accounts.account_id = chosen.account_id
    and chosen.choice = 1
