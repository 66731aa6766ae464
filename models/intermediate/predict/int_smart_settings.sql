-- Smart Collect's thresholds as one typed row. Grain: one row.
{#- The thresholds by the type they are used in: the names here are those of the rows of smart_collect_thresholds. #}
{%- set names_by_type = {
  'integer': [
    'history_months', 'upcoming_months', 'calibration_months', 'calibration_horizon_months', 'salary_min_months',
    'optimal_window_first_day', 'optimal_window_last_day', 'prior_successes', 'prior_attempts', 'retry_min_gap_days',
    'retry_search_days', 'flexible_plan_min_failures', 'early_reminder_lead_days', 'repeated_failures_min',
    'repeated_failures_high_min', 'calibration_pseudo_observations',
  ],
  'decimal(18, 6)': [
    'optimal_balance_multiple', 'scheduled_balance_multiple', 'risky_balance_multiple', 'low_average_balance_multiple',
    'low_average_balance_high_multiple', 'high_spending_multiple', 'low_balance_multiple',
  ],
  type_double(): [
    'salary_day_deviation_scale', 'consistency_components', 'consistency_scale', 'reschedule_min_confidence',
    'reschedule_max_probability', 'flexible_plan_emi_share', 'early_reminder_max_punctuality',
    'skip_attempt_max_probability', 'increase_frequency_min_delay_days', 'priority_high_max_probability',
    'priority_medium_max_probability', 'irregular_income_max_consistency', 'irregular_income_high_max_consistency',
    'poor_cash_low_balance_share', 'poor_cash_low_balance_high_share', 'payment_delay_min_days',
    'payment_delay_high_min_days',
  ],
} %}
with

thresholds as (
  select * from {{ ref('smart_collect_thresholds') }}
)

-- a threshold that is missing is null here, which a test refuses
select
  {%- for data_type, names in names_by_type.items() %}{% set last_type = loop.last %}
  {%- for name in names %}
  cast(max(case when threshold_id = '{{ name }}' then value end) as {{ data_type }}) as {{ name }}
  {{- ',' if not (last_type and loop.last) }}
  {%- endfor %}
  {%- endfor %}
from thresholds
