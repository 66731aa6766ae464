-- What was published of each closed month, what is known now, and the difference. Grain: metric_id, month_end, opco_id
-- ('all' for the group). Empty until something has been published.
with

published_values as (
  select * from {{ ref('published_values') }}
),

current_values as (
  select * from {{ ref('int_month_end_values') }}
),

-- what went out first is what readers hold; later publications may have said so already
numbered as (
  select
    *,
    row_number() over (partition by value_key order by known_at) as publication_number,
    row_number() over (partition by value_key order by known_at desc) as publications_later
  from published_values
),

firsts as (
  select * from numbered where publication_number = 1
),

lasts as (
  select * from numbered where publications_later = 1
)

select
  firsts.metric_id,
  firsts.month_end,
  firsts.opco_id,
  firsts.currency_code,
  firsts.value as published,
  cast(firsts.known_at as date) as published_on,
  lasts.value as last_published,
  cast(lasts.known_at as date) as last_published_on,
  current_values.value as known_now,
  current_values.value - firsts.value as difference,
  not coalesce(current_values.value = firsts.value, current_values.value is null and firsts.value is null) as is_restated
from firsts
inner join lasts on firsts.value_key = lasts.value_key
left join current_values on firsts.value_key = current_values.value_key
