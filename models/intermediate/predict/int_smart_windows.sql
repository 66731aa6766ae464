-- The days after the salary that suit a collection ahead best. Grain: bill_id (with a typical salary day).
with

schedule as (
  select * from {{ ref('int_smart_schedule') }}
),

profiles as (
  select * from {{ ref('int_smart_profiles') }} where is_live and typical_salary_day is not null
),

settings as (
  select * from {{ ref('int_smart_settings') }}
),

numbers as (
  {{ dbt.generate_series(3) }}
),

-- an overdue collection looks for its window from tomorrow on
anchors as (
  select
    schedule.bill_id,
    schedule.cutoff_on,
    greatest(schedule.due_on, {{ add_days('schedule.cutoff_on', 1) }}) as anchor_on,
    profiles.typical_salary_day
  from schedule
  inner join profiles on schedule.customer_id = profiles.customer_id
),

salary_months as (
  select
    anchors.*,
    {{ add_months(month_start_of('anchors.anchor_on'), 'numbers.generated_number - 2') }} as salary_month
  from anchors
  cross join numbers
),

salaries as (
  select
    *,
    {{ day_in_month('salary_month', 'typical_salary_day') }} as salary_on
  from salary_months
),

windows as (
  select
    salaries.*,
    {{ add_days('salaries.salary_on', 'settings.optimal_window_first_day') }} as window_start_on,
    {{ add_days('salaries.salary_on', 'settings.optimal_window_last_day') }} as window_end_on
  from salaries
  cross join settings
),

-- of the windows of three months the one nearest to the due day that is not over; a tie: the earlier
ranked as (
  select
    *,
    row_number() over (
      partition by bill_id
      order by
        greatest(
          0, {{ days_between('anchor_on', 'window_start_on') }}, {{ days_between('window_end_on', 'anchor_on') }}
        ), window_start_on
    ) as nearness
  from windows
  where window_end_on > cutoff_on
)

select
  bill_id,
  window_start_on,
  window_end_on,
  greatest(window_start_on, {{ add_days('cutoff_on', 1) }}) as first_day_ahead_on
from ranked
where nearness = 1
