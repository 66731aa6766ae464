-- Success of a customer's attempts by collection method, in the months looked at. Grain: customer_id, collection_method.
with

methods as (
  select * from {{ ref('int_smart_methods') }}
)

select
  customer_id,
  opco_id,
  collection_method,
  resolved_attempts,
  successful_attempts,
  method_success_rate
from methods
