-- The day on which the loan of a bill ended, for bills of loan accounts whose loan has ended. Grain: bill_id.
with

loan_bills as (
  select * from {{ ref('int_dated_bills') }} where account_type = 'loan'
),

contracts as (
  select * from {{ ref('stg_contracts') }}
),

contract_spans as (
  select * from {{ ref('int_contract_spans') }} where active_from is not null
),

-- a bill that names no loan belongs to the one active when it enters the ledger (1), else to one started before (2),
-- else to one started later (3)
possible_loans as (
  select
    loan_bills.bill_id,
    contract_spans.contract_id,
    {{ day_number('contract_spans.active_from') }} as start_day,
    case
      when contract_spans.active_from > loan_bills.ledger_on then 3
      when contract_spans.active_to <= loan_bills.ledger_on then 2
      else 1
    end as tier
  from loan_bills
  inner join contract_spans on loan_bills.account_id = contract_spans.account_id
  where loan_bills.contract_id is null
),

-- of several active ones the oldest, of ended ones the latest, of later ones the first
ranked_loans as (
  select
    bill_id,
    contract_id,
    row_number() over (
      partition by bill_id
      order by
        tier,
        case when tier = 2 then -start_day else start_day end,
        case when tier = 2 then '' else contract_id end,
        contract_id desc
    ) as loan_rank
  from possible_loans
),

loans_of_bills as (
  select
    bill_id,
    contract_id
  from loan_bills
  where contract_id is not null
  union all
  select
    bill_id,
    contract_id
  from ranked_loans
  where loan_rank = 1
)

-- an end after as_of_date is not known yet
select
  loans_of_bills.bill_id,
  contracts.contract_id as loan_contract_id,
  contracts.ended_on as loan_ended_on
from loans_of_bills
inner join contracts on loans_of_bills.contract_id = contracts.contract_id
where contracts.ended_on <= {{ as_of_date() }}
