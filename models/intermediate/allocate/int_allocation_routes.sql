-- How the money of an account finds what it settles. Grain: allocation_method, account_id; accounts with free money.
-- named: every piece has its bill. queue: first money settles first debits. rounds: both meet, or loans end on several days
-- with something open or credit left, and one event after the other must be gone through.
with

pieces as (
  select * from {{ ref('int_money_pieces') }} where piece_type in ('free', 'released')
),

debits as (
  select * from {{ ref('int_debit_amounts') }}
),

wanted as (
  select
    allocation_method,
    account_id,
    bill_id,
    sum(amount) as amount
  from pieces
  where bill_id is not null
  group by allocation_method, account_id, bill_id
),

-- a bill that is named gets no more than it needs
overpaid as (
  select distinct
    wanted.allocation_method,
    wanted.account_id
  from wanted
  inner join debits
    on
      wanted.allocation_method = debits.allocation_method
      and wanted.account_id = debits.account_id
      and wanted.bill_id = debits.bill_id
  where wanted.amount > debits.amount
),

contracts as (
  select
    allocation_method,
    account_id,
    count(distinct coalesce(contract_id, '')) as contracts
  from debits
  where debit_type <> 'payoff'
  group by allocation_method, account_id
),

-- what one end of a loan does to a queue can be told beforehand; what a second does depends on the first
several_ends as (
  select * from {{ ref('int_several_loan_ends') }}
),

-- by open_item a refund comes before the bills of its day to the credit that waits, and after them to later money
refunded as (
  select distinct
    refunds.allocation_method,
    refunds.account_id
  from debits as refunds
  inner join debits as bills
    on
      refunds.allocation_method = bills.allocation_method
      and refunds.account_id = bills.account_id
      and refunds.ledger_on = bills.ledger_on
      and refunds.debit_number > bills.debit_number
  where refunds.allocation_method = 'open_item' and refunds.debit_type = 'refund' and bills.debit_type = 'bill'
),

accounts as (
  select
    allocation_method,
    account_id,
    count(*) as pieces,
    sum(case when piece_type = 'released' then 1 else 0 end) as released_pieces,
    count(bill_id) as wanting_pieces,
    count(contract_id) as contract_pieces
  from pieces
  group by allocation_method, account_id
)

select
  accounts.allocation_method,
  accounts.account_id,
  case
    when accounts.wanting_pieces = accounts.pieces and overpaid.account_id is null then 'named'
    when accounts.wanting_pieces > 0 or accounts.released_pieces > 0 then 'rounds'
    when several_ends.account_id is not null or refunded.account_id is not null then 'rounds'
    when accounts.contract_pieces > 0 and contracts.contracts > 1 then 'rounds'
    else 'queue'
  end as route
from accounts
left join overpaid
  on
    accounts.allocation_method = overpaid.allocation_method
    and accounts.account_id = overpaid.account_id
left join several_ends
  on
    accounts.allocation_method = several_ends.allocation_method
    and accounts.account_id = several_ends.account_id
left join refunded
  on
    accounts.allocation_method = refunded.allocation_method
    and accounts.account_id = refunded.account_id
left join contracts
  on
    accounts.allocation_method = contracts.allocation_method
    and accounts.account_id = contracts.account_id
