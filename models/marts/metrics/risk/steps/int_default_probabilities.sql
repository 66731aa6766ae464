-- Chance to be in default some months ahead. Grain: opco_id, month_end, credit_state, pd_horizon_months; only where no
-- way within the horizon leads through a state that nobody was seen to leave. The matrix is squared again and again (2,
-- 4, 8, 16 and 32 months); a horizon is reached by the powers that add up to it: 12 = 8 + 4, 36 = 32 + 4.
with

power_1 as (
  select * from {{ ref('int_transition_matrix') }}
),

horizons as (
  select distinct pd_horizon_months from {{ ref('ifrs9_stages') }} where pd_horizon_months is not null
),

{% for power in matrix_powers()[1:] -%}
power_{{ power }} as (
  select
    earlier.opco_id,
    earlier.month_end,
    earlier.from_state,
    later.to_state,
    cast(sum(earlier.probability * later.probability) as decimal(18, 12)) as probability
  from power_{{ (power // 2) }} as earlier
  inner join power_{{ (power // 2) }} as later
    on
      earlier.opco_id = later.opco_id
      and earlier.month_end = later.month_end
      and earlier.to_state = later.from_state
  group by earlier.opco_id, earlier.month_end, earlier.from_state, later.to_state
),

{% endfor -%}
-- no months ahead, only default itself is default; what becomes of the unknown is not to be known
chance_0 as (
  select distinct
    power_1.opco_id,
    power_1.month_end,
    power_1.from_state as credit_state,
    horizons.pd_horizon_months,
    cast(case when power_1.from_state = 'default' then 1 else 0 end as decimal(18, 12)) as probability,
    cast(case when power_1.from_state = 'unknown' then 1 else 0 end as decimal(18, 12)) as unknown_probability
  from power_1
  cross join horizons
),

{% for power in matrix_powers() -%}
{% set before = 'chance_' ~ ((power // 2) if power > 1 else 0) -%}
-- {{ power }} months further, for the horizons that need this step
chance_{{ power }} as (
  select
    step.opco_id,
    step.month_end,
    step.from_state as credit_state,
    ahead.pd_horizon_months,
    cast(sum(step.probability * ahead.probability) as decimal(18, 12)) as probability,
    cast(sum(step.probability * ahead.unknown_probability) as decimal(18, 12)) as unknown_probability
  from power_{{ power }} as step
  inner join {{ before }} as ahead
    on
      step.opco_id = ahead.opco_id
      and step.month_end = ahead.month_end
      and step.to_state = ahead.credit_state
  where mod({{ int_div('ahead.pd_horizon_months', power) }}, 2) = 1
  group by step.opco_id, step.month_end, step.from_state, ahead.pd_horizon_months
  union all
  select
    opco_id,
    month_end,
    credit_state,
    pd_horizon_months,
    probability,
    unknown_probability
  from {{ before }}
  where mod({{ int_div('pd_horizon_months', power) }}, 2) = 0
){{ ',' if not loop.last }}

{% endfor -%}
-- rounded shares may pass 1 by a hair
select
  opco_id,
  month_end,
  credit_state,
  pd_horizon_months,
  cast(least(probability, 1) as decimal(18, 12)) as pd
from chance_{{ matrix_powers()[-1] }}
where unknown_probability = 0
