-- Contracted accounts by how well they can be reached at each month's snapshot. Grain: month_end, opco_id.
-- Contact data is the customer's of today: no source keeps its history.
with

account_months as (
  select * from {{ ref('fct_account_months') }} where is_contracted
),

accounts as (
  select * from {{ ref('int_accounts') }}
),

customers as (
  select * from {{ ref('stg_customers') }}
),

unreachable_periods as (
  select * from {{ ref('int_unreachable_periods') }}
),

-- complete contact data: a name, a number, and an e-mail or postal address beside it
contact_data as (
  select
    accounts.account_id,
    customers.phone is null as is_without_number,
    customers.customer_name is null
    or customers.phone is null
    or (customers.email is null and customers.address is null) as is_incomplete
  from accounts
  inner join customers on accounts.customer_id = customers.customer_id
)

select
  account_months.month_end,
  account_months.opco_id,
  count(*) as contactable_base_accounts,
  sum(case when contact_data.is_incomplete then 1 else 0 end) as missing_contact_accounts,
  sum(case when contact_data.is_without_number or unreachable_periods.account_id is not null then 1 else 0 end) as skip_tracing_accounts
from account_months
inner join contact_data on account_months.account_id = contact_data.account_id
left join unreachable_periods
  on
    account_months.account_id = unreachable_periods.account_id
    and account_months.snapshot_on >= unreachable_periods.valid_from
    and account_months.snapshot_on < coalesce(unreachable_periods.valid_to, cast('9999-12-31' as date))
group by account_months.month_end, account_months.opco_id
