-- average_age_of_debt: every bill open and past due on the snapshot, its open amount times its days past due / the open amount.
-- Read bill by bill and month by month from what payments and credits settled until then.
with

months as (
  select month_end, snapshot_on from {{ ref('int_months') }}
),

settled as (
  select
    months.month_end,
    allocations.bill_id,
    sum(allocations.amount) as settled_amount
  from {{ ref('int_allocations') }} as allocations
  inner join months on allocations.settled_on <= months.snapshot_on
  where allocations.bill_id is not null
  group by months.month_end, allocations.bill_id
),

open_bills as (
  select
    months.month_end,
    bills.opco_id,
    bills.bill_amount - coalesce(settled.settled_amount, 0) as open_amount,
    {{ days_between('bills.due_on', 'months.snapshot_on') }} as days_past_due
  from {{ ref('fct_bills') }} as bills
  inner join months on bills.ledger_on <= months.snapshot_on and bills.due_on < months.snapshot_on
  left join settled on bills.bill_id = settled.bill_id and months.month_end = settled.month_end
  where bills.is_in_ledger and bills.bill_amount > 0 and (bills.left_on is null or bills.left_on > months.snapshot_on)
),

expected as (
  select
    month_end,
    opco_id,
    sum(open_amount * days_past_due) as numerator,
    sum(open_amount) as denominator
  from open_bills
  group by month_end, opco_id
)

{{ compare_collections('fct_collection_kpis', ['month_end', 'opco_id'], 'arrears_days', 'arrears', 'average_age_of_debt') }}
