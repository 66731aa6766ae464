-- impurity: entropies of the values weighted by their bills, and the smallest splits first.
with

{{ staged_segmentation() }},

expected as (
  select
    attribute,
    sum(total_bits) / sum(n) as impurity
  from bits
  group by attribute
),

found as (
  select distinct
    attribute,
    impurity,
    split_rank
  from {{ ref('receivables_segmentation') }}
)

select
  expected.attribute,
  expected.impurity as expected_impurity,
  found.impurity
from expected
full outer join (
  select * from found where attribute in ('income_band', 'credit_score_band', 'opco')
) as found on expected.attribute = found.attribute
where (expected.impurity is null) <> (found.impurity is null) or abs(expected.impurity - found.impurity) > 0.000000001
union all
select
  later.attribute,
  earlier.impurity as expected_impurity,
  later.impurity
from found as earlier
inner join found as later on earlier.split_rank < later.split_rank
where earlier.impurity > later.impurity + 0.000000001
