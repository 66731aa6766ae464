{# Schemas carry the names of the house (raw, staging, ...), never a prefix made from the user's name. #}
{% macro generate_schema_name(custom_schema_name, node) %}{{ (custom_schema_name or target.schema) | trim }}{% endmacro %}
