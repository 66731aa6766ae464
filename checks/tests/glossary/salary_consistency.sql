-- salary_consistency: 100 x max(0, 1 - (MAD of days / 15 + MAD of amounts / median amount) / 2), medians by counting.
with

months as (
  {{ smart_months() }}
),

credits as (
  select
    bank.customer_id,
    bank.booked_on,
    bank.amount,
    case
      when lower(bank.category) = 'salary'
        or {{ text_matches("' ' || lower(bank.narration) || ' '", '[^a-z]salary[^a-z]') }} then 1
      else 0
    end as is_salary,
    max(bank.amount) over (
      partition by bank.customer_id, extract(year from bank.booked_on), extract(month from bank.booked_on)
    ) as largest
  from {{ ref('stg_bank_transactions') }} as bank
  inner join months on bank.booked_on between months.first_day and months.last_day
  where bank.amount > 0
),

named as (
  select distinct customer_id from credits where is_salary = 1
),

salaries as (
  select
    customer_id,
    booked_on,
    extract(day from booked_on) as day_of_month,
    amount
  from credits
  where is_salary = 1
  union all
  -- the first of the largest credits of a month
  select
    customer_id,
    min(booked_on) as booked_on,
    min(extract(day from booked_on)) as day_of_month,
    max(amount) as amount
  from credits
  where amount = largest and customer_id not in (select named.customer_id from named)
  group by customer_id, extract(year from booked_on), extract(month from booked_on)
),

median_days as (
  {{ counted_median('salaries', 'day_of_month') }}
),

median_amounts as (
  {{ counted_median('salaries', 'amount') }}
),

deviations as (
  select
    salaries.customer_id,
    abs(salaries.day_of_month - median_days.middle) as day_deviation,
    abs(salaries.amount - median_amounts.middle) as amount_deviation
  from salaries
  inner join median_days on salaries.customer_id = median_days.customer_id
  inner join median_amounts on salaries.customer_id = median_amounts.customer_id
),

day_mads as (
  {{ counted_median('deviations', 'day_deviation') }}
),

amount_mads as (
  {{ counted_median('deviations', 'amount_deviation') }}
),

counted as (
  select
    customer_id,
    count(distinct extract(year from booked_on) * 12 + extract(month from booked_on)) as salary_months
  from salaries
  group by customer_id
),

expected as (
  select
    counted.customer_id,
    case when counted.salary_months >= {{ smart_threshold('salary_min_months') }} then
      {{ smart_threshold('consistency_scale') }} * greatest(0, 1 - (
        day_mads.middle / {{ smart_threshold('salary_day_deviation_scale') }} + amount_mads.middle / median_amounts.middle
      ) / {{ smart_threshold('consistency_components') }})
    end as consistency
  from counted
  inner join day_mads on counted.customer_id = day_mads.customer_id
  inner join amount_mads on counted.customer_id = amount_mads.customer_id
  inner join median_amounts on counted.customer_id = median_amounts.customer_id
)

select
  found.customer_id,
  expected.consistency,
  found.salary_consistency
from {{ ref('smart_collect_behaviour') }} as found
left join expected on found.customer_id = expected.customer_id
where
  (expected.consistency is null) <> (found.salary_consistency is null)
  or abs(expected.consistency - found.salary_consistency) > 0.000001
