{# The counts of transitions that an account-month carries. #}
{% macro transition_columns() %}
  {{ return([
    'new_count', 'uncompletions_count', 'reinstatements_count', 'completions_count', 'opt_outs_count', 'repo_count',
    'write_off_count', 'voids_count', 'restructures_count', 'default_entries_count', 'default_cures_count', 'default_exits_count',
  ]) }}
{% endmacro %}
