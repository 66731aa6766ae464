-- rpc_rate: right-party contacts and what follows from one / outbound calls.
with

actions as (
  {{ staged_actions() }}
),

expected as (
  select
    month_end,
    opco_id,
    sum(right_party) as numerator,
    count(*) as denominator
  from actions
  where action_type = 'call'
  group by month_end, opco_id
)

{{ compare_collections('fct_collection_kpis', ['month_end', 'opco_id'], 'right_party_calls', 'outbound_calls', 'rpc_rate') }}
