-- Base of method_success_rate in the semantic layer. Grain: customer_id, collection_method.
with

methods as (
  select * from {{ ref('smart_collect_methods') }}
),

summary as (
  select * from {{ ref('smart_collect_summary') }}
)

-- attempts are dated with the months looked at
select
  {{ month_end_of('summary.history_to_on') }} as month_end,
  methods.opco_id as opco,
  methods.customer_id,
  methods.collection_method,
  methods.resolved_attempts,
  methods.successful_attempts
from methods
inner join summary on methods.customer_id = summary.customer_id
