-- entropy: of recovered against not, in each value of an attribute.
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
