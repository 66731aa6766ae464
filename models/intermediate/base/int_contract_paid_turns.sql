-- Days on which an active PAYG contract becomes unpaid (1), is paid in full (-1), or ends. Grain: contract_id, turned_on.
-- unpaid adds up to 1 while something is owed on the contract; one without a financed amount is never paid in full.
with

spans as (
  select * from {{ ref('int_contract_spans') }} where was_active and account_type = 'payg'
),

settlements as (
  select * from {{ ref('int_contract_settlements') }}
),

-- days on which what is owed on a contract can change: its first, and those of its settlements
owed_days as (
  select
    contract_id,
    active_from as owed_on,
    0 as settled
  from spans
  union all
  select
    settlements.contract_id,
    greatest(settlements.settled_on, spans.active_from) as owed_on,
    settlements.amount as settled
  from settlements
  inner join spans on settlements.contract_id = spans.contract_id
  where spans.active_to is null or settlements.settled_on < spans.active_to
),

daily as (
  select
    contract_id,
    owed_on,
    sum(settled) as settled
  from owed_days
  group by contract_id, owed_on
),

standing as (
  select
    spans.account_id,
    spans.contract_id,
    spans.active_to,
    daily.owed_on,
    case
      when
        spans.financed_amount > 0
        and spans.financed_amount
        <= spans.opening_paid_amount + sum(daily.settled) over (partition by daily.contract_id order by daily.owed_on)
        then 0
      else 1
    end as unpaid
  from daily
  inner join spans on daily.contract_id = spans.contract_id
),

turns as (
  select
    account_id,
    contract_id,
    active_to,
    owed_on,
    unpaid - lag(unpaid, 1, 0) over (partition by contract_id order by owed_on) as unpaid
  from standing
)

select
  account_id,
  contract_id,
  owed_on as turned_on,
  unpaid
from turns
where unpaid <> 0
union all
-- a contract that ends takes with it what it left unpaid
select
  account_id,
  contract_id,
  active_to as turned_on,
  -sum(unpaid) as unpaid
from turns
where active_to is not null
group by account_id, contract_id, active_to
having sum(unpaid) <> 0
