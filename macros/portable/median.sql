{#
  Median of a group as a double, nulls left out: the mean of the two middle values when their count is even.
  An aggregate, for use with group by. The engines name it differently.
#}
{% macro median(expression) %}{{ return(adapter.dispatch('median', 'arrears')(expression)) }}{% endmacro %}
{% macro default__median(expression) %}percentile_cont(0.5) within group (order by cast({{ expression }} as double precision)){% endmacro %}
{% macro duckdb__median(expression) %}median(cast({{ expression }} as double)){% endmacro %}
