-- What to do about collections ahead, by urgency. Grain: recommendation_id.
with

advice as (
  select * from {{ ref('int_smart_advice') }}
),

customers as (
  select * from {{ ref('int_smart_customers') }}
),

texts as (
  select * from {{ ref('smart_collect_texts') }} where text_kind = 'recommendation'
),

settings as (
  select * from {{ ref('int_smart_settings') }}
)

-- the less likely the collection, the more urgent; without a probability it stands in the middle
select
  advice.customer_id || ':' || advice.recommendation_type || coalesce(':' || advice.bill_id, '') as recommendation_id,
  advice.customer_id,
  customers.opco_id,
  advice.bill_id,
  advice.recommendation_type,
  case
    when advice.collection_probability < settings.priority_high_max_probability then 'high'
    when advice.collection_probability < settings.priority_medium_max_probability then 'medium'
    when advice.collection_probability is null then 'medium'
    else 'low'
  end as priority,
  texts.reason,
  texts.expected_impact,
  texts.action,
  advice.recommended_on,
  advice.collection_probability,
  advice.expected_probability,
  cast(advice.measured_value as {{ type_double() }}) as measured_value,
  cast(advice.threshold_value as {{ type_double() }}) as threshold_value
from advice
cross join settings
inner join customers on advice.customer_id = customers.customer_id
left join texts on advice.recommendation_type = texts.code
