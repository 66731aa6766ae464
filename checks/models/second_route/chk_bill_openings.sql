-- Days on which each bill is open past its due day, for the second route of the glossary tests. Grain: bill_id.
-- closes_on is exclusive, null while open. What settles a bill is proved by the tests of the billing metrics;
-- here the result counts: the day on which the last of it was settled, or left with its loan.
with

bills as (
  select * from {{ ref('stg_bills') }}
),

settled as (
  select * from {{ ref('int_settled_debits') }} where bill_id is not null
)

select
  bills.bill_id,
  bills.account_id,
  bills.due_on,
  case when bills.due_on < settled.ledger_on then settled.ledger_on else {{ add_days('bills.due_on', 1) }} end as opens_on,
  coalesce(settled.settled_on, settled.left_on) as closes_on
from bills
inner join settled on bills.bill_id = settled.bill_id
where bills.bill_amount > 0
