-- What is typical of a customer's salary in the full months before a cut-off. Grain: cutoff_on, customer_id.
with

transactions as (
  select * from {{ ref('int_smart_transactions') }} where cents > 0
),

cutoffs as (
  select * from {{ ref('int_smart_cutoffs') }}
),

settings as (
  select * from {{ ref('int_smart_settings') }}
),

credits as (
  select
    cutoffs.cutoff_on,
    transactions.customer_id,
    transactions.booked_on,
    transactions.cents,
    transactions.is_named_salary,
    {{ month_index('transactions.booked_on') }} as month_number,
    max(case when transactions.is_named_salary then 1 else 0 end) over (
      partition by cutoffs.cutoff_on, transactions.customer_id
    ) as has_named_salary,
    row_number() over (
      partition by cutoffs.cutoff_on, transactions.customer_id, {{ month_index('transactions.booked_on') }}
      order by transactions.cents desc, transactions.booked_at asc, transactions.transaction_id asc
    ) as size_rank
  from cutoffs
  inner join transactions on transactions.booked_on between cutoffs.history_from_on and cutoffs.history_to_on
),

-- without a single named salary the largest credit of each month stands in for one
salaries as (
  select
    cutoff_on,
    customer_id,
    booked_on,
    month_number,
    cast(extract(day from booked_on) as integer) as day_of_month,
    cents
  from credits
  where is_named_salary or (has_named_salary = 0 and size_rank = 1)
),

medians as (
  select
    cutoff_on,
    customer_id,
    count(*) as salary_credits,
    count(distinct month_number) as salary_months,
    max(booked_on) as last_salary_on,
    {{ median('day_of_month') }} as median_day,
    {{ median('cents') }} as median_cents
  from salaries
  group by cutoff_on, customer_id
),

-- median absolute deviation: how far a usual month lies from the typical one
deviations as (
  select
    salaries.cutoff_on,
    salaries.customer_id,
    {{ median('abs(salaries.day_of_month - medians.median_day)') }} as day_deviation,
    {{ median('abs(salaries.cents - medians.median_cents)') }} as cents_deviation
  from salaries
  inner join medians on salaries.cutoff_on = medians.cutoff_on and salaries.customer_id = medians.customer_id
  group by salaries.cutoff_on, salaries.customer_id
)

-- half a day and half a cent are rounded up; consistency uses the exact medians
select
  medians.cutoff_on,
  medians.customer_id,
  medians.salary_credits,
  medians.salary_months,
  medians.last_salary_on,
  cast(floor(medians.median_day + 0.5) as integer) as typical_salary_day,
  {{ cents_to_money('medians.median_cents') }} as typical_salary_amount,
  deviations.day_deviation as salary_day_mad,
  deviations.cents_deviation / 100 as salary_amount_mad,
  case
    when medians.salary_months >= settings.salary_min_months
      then settings.consistency_scale * greatest(
          0, 1 - (
            {{ rate('deviations.day_deviation', 'settings.salary_day_deviation_scale') }}
            + {{ rate('deviations.cents_deviation', 'medians.median_cents') }}
          ) / settings.consistency_components
        )
  end as salary_consistency
from medians
inner join deviations on medians.cutoff_on = deviations.cutoff_on and medians.customer_id = deviations.customer_id
cross join settings
