-- Money that is already there for instalments that nobody owes yet, as seen from each cut-off. Grain: cutoff_on,
-- bill_id.
-- Only accounts with credit that waits.
with

cutoffs as (
  select * from {{ ref('int_smart_cutoffs') }}
),

ledger_bills as (
  select * from {{ ref('int_ledger_bills') }} where account_type = 'loan' and bill_amount > 0
),

policies as (
  select * from {{ ref('int_allocation_policies') }}
),

ledger_money as (
  select * from {{ ref('int_ledger_money') }} where named_bill_id is not null
),

credit_changes as (
  select * from {{ ref('int_credit_changes') }}
),

-- what had come and was not used; a cut-off of the past is the end of a month, the last one as far as is known
credits as (
  select
    cutoffs.cutoff_on,
    credit_changes.account_id,
    sum(credit_changes.amount) as amount
  from cutoffs
  inner join credit_changes on {{ month_index('cutoffs.cutoff_on') }} >= credit_changes.month_index
  group by cutoffs.cutoff_on, credit_changes.account_id
  having sum(credit_changes.amount) > 0
),

-- instalments that enter the ledger later; those of a loan that had ended are void
waiting_bills as (
  select
    credits.cutoff_on,
    credits.amount as credit_amount,
    bills.bill_id,
    bills.account_id,
    bills.ledger_on,
    bills.due_on,
    bills.bill_amount,
    policies.allocation_method
  from credits
  inner join ledger_bills as bills
    on
      credits.account_id = bills.account_id
      and credits.cutoff_on < bills.ledger_on
      and (bills.loan_ended_on is null or credits.cutoff_on < bills.loan_ended_on)
  inner join policies on bills.opco_id = policies.opco_id
),

-- open item: money waits for the instalment that it names; a credit note does so by either method
named as (
  select
    waiting_bills.cutoff_on,
    waiting_bills.bill_id,
    sum(ledger_money.amount) as amount
  from waiting_bills
  inner join ledger_money
    on
      waiting_bills.bill_id = ledger_money.named_bill_id
      and waiting_bills.account_id = ledger_money.account_id
      and waiting_bills.cutoff_on >= ledger_money.money_on
  where waiting_bills.allocation_method = 'open_item' or ledger_money.money_type = 'credit_bill'
  group by waiting_bills.cutoff_on, waiting_bills.bill_id
),

funded as (
  select
    waiting_bills.*,
    coalesce(named.amount, 0) as named_amount,
    greatest(0, waiting_bills.credit_amount - sum(coalesce(named.amount, 0)) over (
      partition by waiting_bills.cutoff_on, waiting_bills.account_id
    )) as free_amount
  from waiting_bills
  left join named on waiting_bills.cutoff_on = named.cutoff_on and waiting_bills.bill_id = named.bill_id
),

-- instalments take money in the order in which they will be owed: what is there less what is needed, so far
running as (
  select
    *,
    free_amount + sum(named_amount - bill_amount) over (
      partition by cutoff_on, account_id order by ledger_on, due_on, bill_id
      rows between unbounded preceding and current row
    ) as surplus
  from funded
),

-- where it fell below 0 the pot was empty and began anew
pots as (
  select
    *,
    surplus - least(0, min(surplus) over (
      partition by cutoff_on, account_id order by ledger_on, due_on, bill_id
      rows between unbounded preceding and current row
    )) as pot_after
  from running
)

-- what an instalment took is what the pot lost
select
  cutoff_on,
  bill_id,
  cast(
    named_amount - pot_after
    + lag(pot_after, 1, free_amount) over (partition by cutoff_on, account_id order by ledger_on, due_on, bill_id)
    as {{ money_type() }}
  ) as prepaid_amount
from pots
