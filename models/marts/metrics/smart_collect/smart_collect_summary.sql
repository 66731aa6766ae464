-- Results of collecting a customer's instalments in the months looked at. Grain: customer_id.
{% set methods = contract_columns('attempts') | selectattr('name', 'equalto', 'method') | map(attribute='codes') | sum(start=[]) -%}
with

customers as (
  select * from {{ ref('int_smart_customers') }}
),

cutoffs as (
  select * from {{ ref('int_smart_cutoffs') }} where is_live
),

due_instalments as (
  select * from {{ ref('int_smart_due_instalments') }}
),

first_attempts as (
  select * from {{ ref('int_smart_first_attempts') }}
),

methods as (
  select * from {{ ref('smart_collect_methods') }}
),

results as (
  select
    customer_id,
    count(*) as instalments_scheduled,
    sum(emi_amount) as amount_scheduled,
    sum(case when result = 'collected' then 1 else 0 end) as instalments_collected,
    sum(case when result = 'failed' then 1 else 0 end) as instalments_failed,
    sum(case when result = 'pending' then 1 else 0 end) as instalments_pending,
    sum(case when result = 'collected' then emi_amount else 0 end) as amount_collected,
    sum(case when result = 'failed' then emi_amount else 0 end) as amount_failed,
    sum(case when result = 'pending' then emi_amount else 0 end) as amount_pending,
    -- money that came without any attempt took no attempts
    sum(case when result = 'collected' and attempts > 0 then attempts else 0 end) as attempts_on_collected,
    sum(case when result = 'collected' and attempts > 0 then 1 else 0 end) as attempted_collections
  from due_instalments
  group by customer_id
),

by_method as (
  select
    customer_id
    {%- for method in methods %},
    sum(case when collection_method = '{{ method }}' then resolved_attempts else 0 end) as {{ method }}_attempts,
    sum(case when collection_method = '{{ method }}' then successful_attempts else 0 end) as {{ method }}_successes
    {%- endfor %}
  from methods
  group by customer_id
)

select
  customers.customer_id,
  customers.opco_id,
  customers.currency_code,
  cutoffs.history_from_on,
  cutoffs.history_to_on,
  cast(coalesce(results.instalments_scheduled, 0) as bigint) as instalments_scheduled,
  cast(coalesce(results.instalments_collected, 0) as bigint) as instalments_collected,
  cast(coalesce(results.instalments_failed, 0) as bigint) as instalments_failed,
  cast(coalesce(results.instalments_pending, 0) as bigint) as instalments_pending,
  {{ rate(
    'results.instalments_collected', 'results.instalments_collected + results.instalments_failed'
  ) }} as success_rate,
  cast(coalesce(results.amount_scheduled, 0) as {{ money_sum_type() }}) as amount_scheduled,
  cast(coalesce(results.amount_collected, 0) as {{ money_sum_type() }}) as amount_collected,
  cast(coalesce(results.amount_failed, 0) as {{ money_sum_type() }}) as amount_failed,
  cast(coalesce(results.amount_pending, 0) as {{ money_sum_type() }}) as amount_pending,
  cast(coalesce(results.attempts_on_collected, 0) as bigint) as attempts_on_collected,
  cast(coalesce(results.attempted_collections, 0) as bigint) as attempted_collections,
  {{ rate('results.attempts_on_collected', 'results.attempted_collections') }} as average_attempts_per_collection,
  coalesce(first_attempts.first_attempts, 0) as first_attempts,
  coalesce(first_attempts.first_attempt_successes, 0) as first_attempt_successes,
  {{ rate('first_attempts.first_attempt_successes', 'first_attempts.first_attempts') }} as first_attempt_success_rate,
  coalesce(first_attempts.baseline_successes, 0) as baseline_successes,
  coalesce(first_attempts.cost_saved, cast(0 as {{ money_type() }})) as cost_saved
  {%- for method in methods %},
  cast(coalesce(by_method.{{ method }}_attempts, 0) as bigint) as {{ method }}_attempts,
  cast(coalesce(by_method.{{ method }}_successes, 0) as bigint) as {{ method }}_successes,
  {{ rate('by_method.' ~ method ~ '_successes', 'by_method.' ~ method ~ '_attempts') }} as {{ method }}_success_rate
  {%- endfor %}
from customers
cross join cutoffs
left join results on customers.customer_id = results.customer_id
left join first_attempts on customers.customer_id = first_attempts.customer_id
left join by_method on customers.customer_id = by_method.customer_id
