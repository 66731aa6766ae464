-- Calendar months from the first that any row of a company's data falls in through that of as_of_date. Grain: month_end.
with

months as (
  select * from {{ ref('int_months') }}
),

-- whatever a fact may be counted by
firsts as (
  select min(installed_on) as first_on from {{ ref('stg_accounts') }}
  {% for table, day in [
    ('contracts', 'ordered_on'), ('bills', 'issued_on'), ('bills', 'period_end'), ('bills', 'due_on'), ('payments', 'paid_on'),
    ('actions', 'action_on'), ('attempts', 'attempted_on'), ('notifications', 'sent_on'), ('decisions', 'decided_on'),
  ] -%}
  union all
  select min({{ day }}) as first_on from {{ ref('stg_' ~ table) }}
  {% endfor %}
),

bounds as (
  select
    least(coalesce({{ month_index('min(first_on)') }}, 999999), {{ month_index(as_of_date()) }}) as first_index
  from firsts
)

select
  months.month_end,
  months.month_start,
  months.snapshot_on,
  months.month_index,
  months.is_month_closed,
  cast(extract(year from months.month_end) as integer) as year,
  cast(extract(month from months.month_end) as integer) as month_of_year,
  cast(extract(quarter from months.month_end) as integer) as quarter,
  -- months on each side of the latest one, for filters such as "last twelve months"
  months.month_index - {{ month_index(as_of_date()) }} as months_from_latest
from months
cross join bounds
where months.month_index >= bounds.first_index
