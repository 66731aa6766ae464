-- Which segments an account is in, all of them as one text, so that accounts in the same ones can be added up. Grain: account_id.
with

segments as (
  select
    account_id,
    dimension || '=' || dimension_value as segment
  from {{ ref('int_account_segments') }}
)

select
  account_id,
  {{ dbt.listagg('segment', "'|'", 'order by segment') }} as segment_set
from segments
group by account_id
