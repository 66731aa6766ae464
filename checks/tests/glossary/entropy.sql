-- entropy: of recovered against not, in each value of an attribute.
with

{{ staged_segmentation() }},

expected as (
  select
    attribute,
    attribute_value,
    n as bills_count,
    k as recovered_count,
    total_bits / n as entropy
  from bits
)

{% set found = "(select * from " ~ ref('receivables_segmentation') ~ " where attribute in ('income_band', 'credit_score_band', 'opco'))" -%}
{{ differences(found, keys=['attribute', 'attribute_value'], columns=[
  {'name': 'bills_count'},
  {'name': 'recovered_count'},
  {'name': 'entropy', 'within': '0.000000001'},
]) }}
