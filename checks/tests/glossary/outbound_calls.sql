-- outbound_calls: calls that were made.
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
  where action_type = 'call'
  group by month_end, opco_id
)

{{ compare_collections('fct_collection_kpis', ['month_end', 'opco_id'], 'outbound_calls') }}
