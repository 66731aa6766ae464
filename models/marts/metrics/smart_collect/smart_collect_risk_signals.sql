-- Signs of trouble that crossed their threshold. Grain: signal_id.
with

signals as (
  select * from {{ ref('int_smart_signals') }}
),

customers as (
  select * from {{ ref('int_smart_customers') }}
),

texts as (
  select * from {{ ref('smart_collect_texts') }} where text_kind = 'risk_signal'
)

-- low is bad for balances and regularity, high for failures, shares and delays
select
  signals.customer_id || ':' || signals.signal_type as signal_id,
  signals.customer_id,
  customers.opco_id,
  signals.signal_type,
  case
    when signals.is_low_bad and signals.measured_value < signals.high_threshold_value then 'high'
    when not signals.is_low_bad and signals.measured_value >= signals.high_threshold_value then 'high'
    else 'medium'
  end as severity,
  signals.signal_on,
  texts.reason,
  signals.measured_value,
  signals.threshold_value
from signals
inner join customers on signals.customer_id = customers.customer_id
left join texts on signals.signal_type = texts.code
where
  (signals.is_low_bad and signals.measured_value < signals.threshold_value)
  or (not signals.is_low_bad and signals.measured_value >= signals.threshold_value)
