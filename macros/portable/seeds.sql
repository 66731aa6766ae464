{#
  Loads a seed into Postgres. dbt's own macro asks for the binding mark once per value, which takes minutes for
  some ten thousand rows; here one mark list serves every row. Each seed column states its type, so values
  are bound as they were read.
#}
{% macro postgres__load_csv_rows(model, agate_table) %}
  {% set column_names = agate_table.column_names %}
  {% set columns = get_seed_column_quoted_csv(model, column_names) %}
  {% set marks = '(' ~ (['%s'] * (column_names | length)) | join(', ') ~ ')' %}
  {% set first = "insert into " ~ this.render() ~ " (" ~ columns ~ ") values " %}
  {% for chunk in agate_table.rows | batch(5000) %}
    {% set bindings = [] %}
    {% for row in chunk %}{% do bindings.extend(row) %}{% endfor %}
    {% do adapter.add_query(first ~ ([marks] * (chunk | length)) | join(', '), bindings=bindings, abridge_sql_log=True) %}
  {% endfor %}
  {{ return(first ~ marks) }}
{% endmacro %}
