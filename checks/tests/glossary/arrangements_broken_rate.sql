-- arrangements_broken_rate: arrangements broken in the month / arrangements agreed in it.
with

actions as (
  {{ staged_actions() }}
),

expected as (
  select
    month_end,
    opco_id,
    sum(case when action_type = 'arrangement_broken' then 1 else 0 end) as numerator,
    sum(case when action_type = 'arrangement_agreed' then 1 else 0 end) as denominator
  from actions
  where action_type like 'arrangement%'
  group by month_end, opco_id
)

{{ compare_collections('fct_collection_kpis', ['month_end', 'opco_id'], 'arrangements_broken_count', 'arrangements_agreed_count', 'arrangements_broken_rate') }}
