-- Transitions of an account counted per calendar month. Grain: account_id, month_index.
with

transitions as (
  select * from {{ ref('int_account_transitions') }}
)

select
  account_id,
  {{ month_index('transition_on') }} as month_index,
  {% for transition, column in [
    ('new', 'new_count'),
    ('uncompletion', 'uncompletions_count'),
    ('reinstatement', 'reinstatements_count'),
    ('completion', 'completions_count'),
    ('opt_out', 'opt_outs_count'),
    ('repo', 'repo_count'),
    ('write_off', 'write_off_count'),
    ('void', 'voids_count'),
    ('restructure', 'restructures_count'),
    ('default_entry', 'default_entries_count'),
    ('default_cure', 'default_cures_count'),
    ('default_exit', 'default_exits_count'),
  ] -%}
  cast(sum(case when transition = '{{ transition }}' then 1 else 0 end) as integer) as {{ column }}{{ ',' if not loop.last }}
  {% endfor %}
from transitions
group by account_id, {{ month_index('transition_on') }}
