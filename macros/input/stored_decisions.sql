{#
  D1: decisions that people took on the dashboard are input like any other: the file that the decision store keeps
  beside itself is read together with the company's own table. Without the file there are none.
  ARREARS_DECISIONS names the store; the file has its name and ends in .csv.
#}
{% macro stored_decisions_file() %}
  {% if target.type != 'duckdb' or not execute %}{{ return(none) }}{% endif %}
  {% set store = env_var('ARREARS_DECISIONS', 'decisions.sqlite') %}
  {% set file = (store.rsplit('.', 1)[0] if '.' in store.rsplit('/', 1)[-1] else store) ~ '.csv' %}
  {% set found = run_query("select count(*) from glob('" ~ file.replace("'", "''") ~ "')").rows[0][0] %}
  {{ return(file if found else none) }}
{% endmacro %}


{# The rows of that file as text, or none without it. #}
{% macro stored_decisions() %}
  {% set file = stored_decisions_file() %}
  {% if not file %}{{ return(none) }}{% endif %}
  {{ return("select * from read_csv('" ~ file.replace("'", "''") ~ "', header = true, all_varchar = true, quote = '\"', escape = '\"')") }}
{% endmacro %}


{# After the demo's decisions are loaded: adds the stored ones. For a post-hook. #}
{% macro add_stored_decisions() %}
  {% set rows = stored_decisions() if flags.WHICH in ('build', 'seed') else none %}
  {{ return('insert into ' ~ this ~ ' by name ' ~ rows if rows else '') }}
{% endmacro %}


{# In folder mode: the select over the company's files together with the stored decisions, where they belong to the table. #}
{% macro with_stored_decisions(table_name, sql) %}
  {% set rows = stored_decisions() if table_name == 'decisions' else none %}
  {{ return('(' ~ sql ~ ') union all by name ' ~ rows if sql and rows else (rows or sql)) }}
{% endmacro %}
