-- Ends of loans that may leave bills open, numbered by day within the account. Grain: account_id, loan_ended_on.
-- Found with a queue that no bill leaves: there every bill is settled later or on the same day, so none is missed.
with

debits as (
  select * from {{ ref('int_ledger_debits') }}
),

money as (
  select * from {{ ref('int_ledger_money') }}
),

queued as (
  select
    account_id,
    loan_ended_on,
    cast(sum(amount) over (partition by account_id order by debit_number) as decimal(28, 2)) as queued_amount
  from debits
),

loan_ends as (
  select
    account_id,
    loan_ended_on,
    max(queued_amount) as queued_amount
  from queued
  where loan_ended_on is not null
  group by account_id, loan_ended_on
),

money_at_ends as (
  select
    loan_ends.account_id,
    loan_ends.loan_ended_on,
    loan_ends.queued_amount,
    cast(coalesce(sum(money.amount), 0) as decimal(28, 2)) as money_at_end
  from loan_ends
  left join money
    on
      loan_ends.account_id = money.account_id
      and loan_ends.loan_ended_on >= money.money_on
  group by loan_ends.account_id, loan_ends.loan_ended_on, loan_ends.queued_amount
)

select
  account_id,
  loan_ended_on,
  money_at_end,
  row_number() over (partition by account_id order by loan_ended_on) as end_rank
from money_at_ends
where money_at_end < queued_amount
