{#
  Stops a build in a database that does not sort text by its bytes: the first of two names, and with it figures,
  would then depend on the server's language. DuckDB and Spark always sort by bytes.
#}
{% macro stop_on_other_text_order() %}{{ return(adapter.dispatch('stop_on_other_text_order', 'arrears')()) }}{% endmacro %}
{% macro default__stop_on_other_text_order() %}{{ return('') }}{% endmacro %}
{% macro postgres__stop_on_other_text_order() %}
  {% set found = run_query("select datlocprovider, datcollate from pg_database where datname = current_database()").rows[0] %}
  {% set plain = modules.re.match('^(C|POSIX|C[.]utf-?8)$', found[1], modules.re.IGNORECASE) is not none %}
  {% if found[0] == 'i' or (found[0] == 'c' and not plain) %}
    {{ exceptions.raise_compiler_error(
      "database " ~ target.database ~ " sorts text by " ~ ("ICU" if found[0] == 'i' else found[1])
      ~ ", Arrears needs the order of bytes. Make one that does: create database arrears template template0 locale 'C';"
    ) }}
  {% endif %}
  {{ return('') }}
{% endmacro %}
