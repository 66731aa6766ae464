-- entropy: of recovered against not, in each value of an attribute.
with

{{ staged_segmentation() }}

select
  coalesce(bits.attribute, found.attribute) as attribute,
  coalesce(bits.attribute_value, found.attribute_value) as attribute_value,
  bits.n,
  found.bills_count,
  bits.total_bits / bits.n as expected_entropy,
  found.entropy
from bits
full outer join (
  select * from {{ ref('receivables_segmentation') }} where attribute in ('income_band', 'credit_score_band', 'opco')
) as found
  on bits.attribute = found.attribute and bits.attribute_value = found.attribute_value
where
  bits.n is distinct from found.bills_count
  or bits.k is distinct from found.recovered_count
  or abs(bits.total_bits / bits.n - found.entropy) > 0.000000001
