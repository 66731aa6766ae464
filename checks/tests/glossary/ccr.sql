-- ccr: 100 x calls connected to a number in service / outbound calls; what an outcome implies is reference data.
with

actions as (
  {{ staged_actions() }}
),

expected as (
  select
    month_end,
    opco_id,
    sum(connected) as numerator,
    count(*) as denominator
  from actions
  where action_type = 'call'
  group by month_end, opco_id
)

{{ compare_collections('fct_collection_kpis', ['month_end', 'opco_id'], 'connected_calls', 'outbound_calls', 'ccr', 100) }}
