-- arrangements_agreed_count: actions of type arrangement_agreed.
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
  where action_type = 'arrangement_agreed'
  group by month_end, opco_id
)

{{ compare_collections('fct_collection_kpis', ['month_end', 'opco_id'], 'arrangements_agreed_count') }}
