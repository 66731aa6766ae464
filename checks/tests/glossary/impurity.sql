-- impurity: what is not known of the outcome once the value is: entropy of value and outcome together, less that of the value.
-- And the smallest splits first.
with

bills as (
  select
    bills.default_60d_allocated as is_lost,
    accounts.account_type,
    coalesce(accounts.tariff, 'unknown') as tariff,
    coalesce(customers.tenure_band, 'unknown') as tenure_band
  from {{ ref('fct_bills') }} as bills
  inner join {{ ref('stg_accounts') }} as accounts on bills.account_id = accounts.account_id
  inner join {{ ref('stg_customers') }} as customers on accounts.customer_id = customers.customer_id
  where bills.is_rated and bills.is_window_closed
),

bill_values as (
  select 'account_type' as attribute, account_type as attribute_value, is_lost from bills
  union all
  select 'tariff' as attribute, tariff as attribute_value, is_lost from bills
  union all
  select 'tenure_band' as attribute, tenure_band as attribute_value, is_lost from bills
),

-- each value, and each value with each outcome
groups as (
  select
    attribute,
    1 as side,
    cast(count(*) as {{ type_double() }}) as bills_count
  from bill_values
  group by attribute, attribute_value
  union all
  select
    attribute,
    -1 as side,
    cast(count(*) as {{ type_double() }}) as bills_count
  from bill_values
  group by attribute, attribute_value, is_lost
),

expected as (
  select
    attribute,
    sum(side * bills_count * ln(bills_count)) / ln(2.0) / sum(case when side = 1 then bills_count end) as impurity
  from groups
  group by attribute
),

splits as (
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
  select * from splits where attribute in ('account_type', 'tariff', 'tenure_band')
) as found on expected.attribute = found.attribute
where (expected.impurity is null) <> (found.impurity is null) or abs(expected.impurity - found.impurity) > 0.000000001
union all
select
  later.attribute,
  earlier.impurity as expected_impurity,
  later.impurity
from splits as earlier
inner join splits as later on earlier.split_rank < later.split_rank
where earlier.impurity > later.impurity + 0.000000001
