-- Smart Collect's thresholds as one typed row. Grain: one row.
with

thresholds as (
  select * from {{ ref('smart_collect_thresholds') }}
)

-- a threshold that is missing is null here, which a test refuses
select
  {%- for data_type, names in smart_settings().items() %}{% set last_type = loop.last %}
  {%- for name in names %}
  cast(max(case when threshold_id = '{{ name }}' then value end) as {{ data_type }}) as {{ name }}{{ ',' if not (last_type and loop.last) }}
  {%- endfor %}
  {%- endfor %}
from thresholds
