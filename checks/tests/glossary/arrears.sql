-- What is open and past due at each month's snapshot, aged again bill by bill. A refund that nobody has paid for is no bill.
with

open_items as (
  {{ open_at_month_ends() }}
),

expected as (
  select
    account_id,
    month_end,
    sum(case when days_past_due > 0 and debit_type = 'bill' then open_amount else 0 end) as arrears
  from open_items
  group by account_id, month_end
),

found as (
  select * from {{ ref('fct_receivables_months') }}
)

select
  coalesce(found.account_id, expected.account_id) as account_id,
  coalesce(found.month_end, expected.month_end) as month_end,
  found.arrears,
  expected.arrears as expected_arrears
from found
full outer join expected
  on
    found.account_id = expected.account_id
    and found.month_end = expected.month_end
where coalesce(found.arrears, 0) <> coalesce(expected.arrears, 0)
