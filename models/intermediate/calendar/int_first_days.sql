-- The first day that any row of a company's data falls on, as_of_date at the latest. One row.
-- Whatever a fact may be counted by is asked.
with

firsts as (
  select min(installed_on) as first_on from {{ ref('stg_accounts') }}
  {% for table, day in [
    ('contracts', 'ordered_on'), ('bills', 'issued_on'), ('bills', 'period_end'), ('bills', 'due_on'), ('payments', 'paid_on'),
    ('actions', 'action_on'), ('attempts', 'attempted_on'), ('notifications', 'sent_on'), ('decisions', 'decided_on'),
  ] -%}
  union all
  select min({{ day }}) as first_on from {{ ref('stg_' ~ table) }}
  {% endfor %}
)

select least(coalesce(min(first_on), {{ as_of_date() }}), {{ as_of_date() }}) as first_on
from firsts
