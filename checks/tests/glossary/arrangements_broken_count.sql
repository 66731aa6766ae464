-- arrangements_broken_count: actions of type arrangement_broken.
with

actions as (
  {{ staged_actions() }}
),

expected as (
  select
    month_end,
    opco_id,
    count(*) as numerator
  from actions
  where action_type = 'arrangement_broken'
  group by month_end, opco_id
)

{{ compare_collections('fct_collection_kpis', ['month_end', 'opco_id'], 'arrangements_broken_count') }}
