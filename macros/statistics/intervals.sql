{#
  Lower (sign -1) or upper (sign 1) bound of Wilson's 95 % interval for a share p seen in n cases; n need not be whole.
  Null where n is null; callers pass n above 0.
#}
{% macro wilson_bound(p, n, sign) -%}
((({{ p }}) + 3.841458820694124 / (2 * ({{ n }})) {{ '+' if sign > 0 else '-' }} 1.959963984540054
  * sqrt(greatest(({{ p }}) * (1 - ({{ p }})), 0) / ({{ n }}) + 3.841458820694124 / (4 * ({{ n }}) * ({{ n }}))))
  / (1 + 3.841458820694124 / ({{ n }})))
{%- endmacro %}


{#
  Bound of Newcombe's 95 % interval for the difference p1 - p2 of two shares (his method 10), from their Wilson bounds:
  columns <one>_lower, <one>_upper, <two>_lower, <two>_upper beside the shares themselves.
#}
{% macro newcombe_bound(one, two, sign) -%}
{%- set near = '_upper' if sign > 0 else '_lower' -%}
{%- set far = '_lower' if sign > 0 else '_upper' -%}
({{ one }} - {{ two }} {{ '+' if sign > 0 else '-' }} sqrt(
  ({{ one }}{{ near }} - {{ one }}) * ({{ one }}{{ near }} - {{ one }}) + ({{ two }}{{ far }} - {{ two }}) * ({{ two }}{{ far }} - {{ two }})
))
{%- endmacro %}
