-- Success of a customer's attempts by collection method, in the months looked at. Grain: customer_id,
-- collection_method.
with

attempts as (
  select * from {{ ref('int_smart_attempts') }} where is_resolved
),

cutoffs as (
  select * from {{ ref('int_smart_cutoffs') }} where is_live
),

customers as (
  select * from {{ ref('int_smart_customers') }}
)

select
  customers.customer_id,
  customers.opco_id,
  attempts.method as collection_method,
  cast(count(*) as bigint) as resolved_attempts,
  cast(sum(case when attempts.status = 'success' then 1 else 0 end) as bigint) as successful_attempts,
  {{ rate("sum(case when attempts.status = 'success' then 1 else 0 end)", 'count(*)') }} as method_success_rate
from attempts
inner join cutoffs on attempts.attempted_on between cutoffs.history_from_on and cutoffs.history_to_on
inner join customers on attempts.customer_id = customers.customer_id
group by customers.customer_id, customers.opco_id, attempts.method
