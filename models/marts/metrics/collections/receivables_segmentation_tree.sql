-- The two-level tree that follows from receivables_segmentation. Grain: first_value, second_value.
-- A value whose bills are all alike, or that no attribute tells apart, is one leaf: second_value is null.
with

bill_values as (
  select * from {{ ref('int_segmentation_values') }}
),

segmentation as (
  select * from {{ ref('receivables_segmentation') }}
),

-- the first split is the attribute with the smallest impurity
first_splits as (
  select
    bill_values.bill_id,
    bill_values.attribute as first_attribute,
    bill_values.attribute_value as first_value
  from bill_values
  inner join segmentation
    on
      bill_values.attribute = segmentation.attribute
      and bill_values.attribute_value = segmentation.attribute_value
  where segmentation.split_rank = 1
),

-- every other attribute within each of its values
counts as (
  select
    first_splits.first_attribute,
    first_splits.first_value,
    bill_values.attribute as second_attribute,
    bill_values.attribute_value as second_value,
    count(*) as bills_count,
    sum(case when bill_values.is_recovered then 1 else 0 end) as recovered_count
  from first_splits
  inner join bill_values
    on
      first_splits.bill_id = bill_values.bill_id
      and first_splits.first_attribute <> bill_values.attribute
  group by first_splits.first_attribute, first_splits.first_value, bill_values.attribute, bill_values.attribute_value
),

entropies as (
  select
    *,
    sum(bills_count) over (partition by first_value, second_attribute) as node_bills_count,
    sum(recovered_count) over (partition by first_value, second_attribute) as node_recovered_count,
    {{ binary_entropy('recovered_count', 'bills_count') }} as entropy
  from counts
),

impurities as (
  select
    *,
    {{ rate(sum_of_floats('bills_count * entropy', over='partition by first_value, second_attribute'), 'node_bills_count') }} as node_impurity,
    {{ binary_entropy('node_recovered_count', 'node_bills_count') }} as node_entropy
  from entropies
),

-- within a value the next split is again the one with the smallest impurity
ranked as (
  select
    *,
    dense_rank() over (partition by first_value order by cast(node_impurity as decimal(18, 9)), second_attribute) as split_rank
  from impurities
),

-- only what is impure is split, and only where the split tells something
judged as (
  select
    *,
    cast(node_impurity as decimal(18, 9)) < cast(node_entropy as decimal(18, 9)) as is_split
  from ranked
  where split_rank = 1
),

leaves as (
  select
    first_attribute,
    first_value,
    case when is_split then second_attribute end as second_attribute,
    case when is_split then second_value end as second_value,
    sum(bills_count) as bills_count,
    sum(recovered_count) as recovered_count,
    max(node_bills_count) as node_bills_count,
    max(case when is_split then node_impurity else node_entropy end) as node_impurity
  from judged
  group by
    first_attribute, first_value, case when is_split then second_attribute end, case when is_split then second_value end
)

select
  first_attribute,
  first_value,
  second_attribute,
  second_value,
  cast(bills_count as bigint) as bills_count,
  cast(recovered_count as bigint) as recovered_count,
  {{ rate('recovered_count', 'bills_count') }} as recovered_share,
  {{ binary_entropy('recovered_count', 'bills_count') }} as entropy,
  cast(node_bills_count as bigint) as node_bills_count,
  node_impurity,
  cast(row_number() over (order by {{ rate('recovered_count', 'bills_count') }}, first_value, second_value) as integer) as risk_rank
from leaves
