-- Money that is already there for instalments that nobody owes yet. Grain: bill_id.
with

-- instalments that enter the ledger after as_of_date, in the order in which they will be settled
bills as (
  select
    *,
    sum(bill_amount) over (
      partition by account_id order by ledger_on, due_on, bill_id
      rows between unbounded preceding and current row
    ) - bill_amount as amount_before
  from {{ ref('int_ledger_bills') }}
  where
    account_type = 'loan'
    and bill_amount > 0
    and not is_void
    and ledger_on > {{ as_of_date() }}
),

policies as (
  select * from {{ ref('int_allocation_policies') }}
),

money as (
  select * from {{ ref('int_ledger_money') }}
),

credit_changes as (
  select * from {{ ref('int_credit_changes') }}
),

-- open item: money that names an instalment waits for it
named as (
  select
    named_bill_id as bill_id,
    sum(amount) as amount
  from money
  where named_bill_id is not null
  group by named_bill_id
),

-- balance forward: unapplied credit settles whatever is owed next
credits as (
  select
    account_id,
    sum(amount) as amount
  from credit_changes
  group by account_id
)

select
  bills.bill_id,
  cast(
    case policies.allocation_method
      when 'open_item' then least(bills.bill_amount, coalesce(named.amount, 0))
      else greatest(0, least(bills.bill_amount, coalesce(credits.amount, 0) - bills.amount_before))
    end as decimal(18, 2)
  ) as prepaid_amount
from bills
inner join policies on bills.opco_id = policies.opco_id
left join named on bills.bill_id = named.bill_id
left join credits on bills.account_id = credits.account_id
