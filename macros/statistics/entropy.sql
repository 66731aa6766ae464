{# Entropy in bits of a group of which `part` of `total` have a property: 0 when all or none have it, 1 at one half. #}
{% macro binary_entropy(part, total) -%}
case
  when {{ part }} = 0 or {{ part }} = {{ total }} then cast(0 as {{ type_double() }})
  else -({{ rate(part, total) }} * ln({{ rate(part, total) }}) + {{ rate(total ~ ' - ' ~ part, total) }} * ln({{ rate(total ~ ' - ' ~ part, total) }}))
    / ln(cast(2 as {{ type_double() }}))
end
{%- endmacro %}
