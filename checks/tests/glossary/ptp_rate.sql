-- ptp_rate: calls that end in a promise with an amount and a date / outbound calls.
with

actions as (
  {{ staged_actions() }}
),

expected as (
  select
    month_end,
    opco_id,
    sum(promised) as numerator,
    count(*) as denominator
  from actions
  where action_type = 'call'
  group by month_end, opco_id
)

{{ compare_collections('fct_collection_kpis', ['month_end', 'opco_id'], 'promise_calls', 'outbound_calls', 'ptp_rate') }}
