-- Under the definitions that the other marts use, the lab shows their figures to the last digit.
with

lab as (
  select * from {{ ref('definition_lab') }}
),

published as (
  select
    metric_values.month_end,
    case when metric_values.dimension = 'all' then 'all' else metric_values.dimension_value end as opco_id,
    case when metric_values.metric_id like 'par_%' then replace(metric_values.metric_id, '_balance_rate', '_rate') else metric_values.metric_id end as measure,
    case
      when metric_values.metric_id like 'par_%_balance_rate' then 'balance_consecutive_closing'
      when metric_values.metric_id like 'par_%' then 'count_consecutive_closing'
      when metric_values.metric_id = 'default_rate' then 'count_opening'
      else 'policy_days_count_consecutive_closing'
    end as basis,
    metric_values.numerator,
    metric_values.denominator
  from {{ ref('fct_metric_values') }} as metric_values
  where
    metric_values.dimension in ('all', 'opco')
    and (metric_values.metric_id like 'par_%' or metric_values.metric_id in ('default_rate', 'portfolio_in_default_rate'))
)

select
  published.*,
  lab.numerator as lab_numerator,
  lab.denominator as lab_denominator
from published
left join lab
  on
    published.month_end = lab.month_end
    and published.opco_id = lab.opco_id
    and published.measure = lab.measure
    and published.basis = lab.basis
where
  lab.month_end is null
  or published.numerator is distinct from lab.numerator
  or published.denominator is distinct from lab.denominator
