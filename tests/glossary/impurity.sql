-- impurity: entropies of the values weighted by their bills, and the smallest splits first.
with

-- three attributes read anew: two of the customer, one of the bill
bills as (
  select
    bills.bill_id,
    case when bills.allocated_in_window < bills.bill_amount - bills.bill_tolerance then 0 else 1 end as recovered,
    coalesce(customers.income_band, 'unknown') as income_band,
    case
      when customers.credit_score < 550 then 'under_550' when customers.credit_score < 650 then '550_to_649'
      when customers.credit_score < 750 then '650_to_749' when customers.credit_score >= 750 then '750_plus' else 'unknown'
    end as credit_score_band,
    accounts.opco_id as opco
  from {{ ref('fct_bills') }} as bills
  inner join {{ ref('stg_accounts') }} as accounts on bills.account_id = accounts.account_id
  inner join {{ ref('stg_customers') }} as customers on accounts.customer_id = customers.customer_id
  where bills.is_rated and bills.is_window_closed
),

bill_values as (
  select 'income_band' as attribute, income_band as attribute_value, recovered from bills
  union all
  select 'credit_score_band' as attribute, credit_score_band as attribute_value, recovered from bills
  union all
  select 'opco' as attribute, opco as attribute_value, recovered from bills
),

counts as (
  select
    attribute,
    attribute_value,
    cast(count(*) as {{ type_double() }}) as n,
    cast(sum(recovered) as {{ type_double() }}) as k
  from bill_values
  group by attribute, attribute_value
),

-- n x entropy = n ln n - k ln k - (n - k) ln (n - k), over ln 2
bits as (
  select
    *,
    (n * ln(n) - case when k > 0 then k * ln(k) else 0 end - case when n > k then (n - k) * ln(n - k) else 0 end) / ln(2.0) as total_bits
  from counts
)
,

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
