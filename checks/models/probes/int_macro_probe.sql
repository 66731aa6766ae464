{{ config(materialized='view') }}

-- Calls each portable macro once, so that unit tests can feed it. No model reads it. Grain: example.
with

inputs as (
  select * from {{ ref('int_macro_probe_input') }}
)

select
  example,
  {{ parse_date('text_value') | trim }} as parsed_date,
  {{ parse_timestamp('text_value') | trim }} as parsed_timestamp,
  {{ parse_number('text_value') | trim }} as parsed_number,
  {{ parse_money('text_value') | trim }} as parsed_money,
  {{ parse_integer('text_value') | trim }} as parsed_integer,
  {{ parse_boolean('text_value') | trim }} as parsed_boolean,
  {{ text_matches('text_value', '^[a-z]+$') }} as is_lower_word,
  {{ json_text('text_value') | trim }} as json_value,
  {{ row_as_json(['example', 'text_value']) | trim }} as json_row,
  {{ days_between('date_value', 'other_date') }} as days_apart,
  {{ add_days('date_value', 'days') }} as days_later,
  {{ add_years('date_value', 10) }} as ten_years_later,
  {{ day_number('date_value') }} as day_number,
  {{ date_of_day_number('days') }} as date_of_days,
  {{ month_index('date_value') }} as month_index,
  {{ month_end_of('date_value') }} as month_end,
  {{ month_start_of('date_value') }} as month_start,
  cast({{ local_timestamp('utc_at', 'timezone') }} as timestamp) as local_at,
  {{ seconds_between('utc_at', 'other_at') }} as seconds_apart,
  {{ add_seconds('utc_at', 'days') }} as seconds_later,
  {{ int_div('dividend', 'nullif(divisor, 0)') }} as quotient,
  {{ rate('dividend', 'divisor') | trim }} as ratio,
  {{ credit_seconds('amount', 'daily_rate') | trim }} as credit_seconds
from inputs
