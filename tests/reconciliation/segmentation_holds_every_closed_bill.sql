-- Every attribute splits the same closed bills, recovered or not, and so do the leaves of the tree.
with

bills as (
  select
    count(*) as bills_count,
    coalesce(sum(case when default_60d_allocated then 0 else 1 end), 0) as recovered_count
  from {{ ref('fct_bills') }}
  where is_rated and is_window_closed
),

splits as (
  select attribute, sum(bills_count) as bills_count, sum(recovered_count) as recovered_count
  from {{ ref('receivables_segmentation') }}
  group by attribute
  union all
  select 'tree' as attribute, sum(bills_count) as bills_count, sum(recovered_count) as recovered_count
  from {{ ref('receivables_segmentation_tree') }}
  having count(*) > 0
)

select splits.*
from splits
cross join bills
where splits.bills_count <> bills.bills_count or splits.recovered_count <> bills.recovered_count
