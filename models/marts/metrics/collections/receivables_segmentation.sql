-- How well each attribute of a bill tells recovered from unrecovered ones. Grain: attribute, attribute_value.
with

bill_values as (
  select * from {{ ref('int_segmentation_values') }}
),

counts as (
  select
    attribute,
    attribute_value,
    min(label) as label,
    min(sort_order) as sort_order,
    count(*) as bills_count,
    sum(case when is_recovered then 1 else 0 end) as recovered_count
  from bill_values
  group by attribute, attribute_value
),

entropies as (
  select
    *,
    sum(bills_count) over (partition by attribute) as attribute_bills,
    sum(recovered_count) over (partition by attribute) as attribute_recovered,
    {{ binary_entropy('recovered_count', 'bills_count') }} as entropy
  from counts
),

-- impurity: the entropy left after the split, each value weighted by its bills
impurities as (
  select
    *,
    {{ rate(sum_of_floats('bills_count * entropy', over='partition by attribute'), 'attribute_bills') }} as impurity,
    {{ binary_entropy('attribute_recovered', 'attribute_bills') }} as entropy_before
  from entropies
)

-- the attribute that leaves the least entropy splits first; rounding keeps sums of floats from deciding ties
select
  attribute,
  attribute_value,
  label,
  cast(sort_order as integer) as sort_order,
  cast(bills_count as bigint) as bills_count,
  cast(recovered_count as bigint) as recovered_count,
  {{ rate('recovered_count', 'bills_count') }} as recovered_share,
  entropy,
  impurity,
  entropy_before,
  entropy_before - impurity as information_gain,
  cast(dense_rank() over (order by cast(impurity as decimal(18, 9)), attribute) as integer) as split_rank
from impurities
