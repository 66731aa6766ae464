-- Contracts that have started by as_of_date, with the days on which they are active. Grain: contract_id.
-- active_from is null for a contract that never is active: upfront, or ended by its start. A contract taken over from another
-- system is told from its opening on: opening_on is null where that is not later than its start, or later than its end.
with

contracts as (
  select * from {{ ref('stg_contracts') }}
),

accounts as (
  select * from {{ ref('int_accounts') }} where installed_on is not null
),

-- a contract starts once it is fulfilled and the account installed; an end after as_of_date is not known yet
started as (
  select
    contracts.contract_id,
    contracts.account_id,
    accounts.opco_id,
    accounts.account_type,
    accounts.currency_code,
    contracts.contract_type,
    contracts.product_name,
    contracts.product_category,
    contracts.product_tags,
    contracts.downpayment_days,
    contracts.daily_rate,
    contracts.financed_amount,
    contracts.term_days,
    contracts.fulfilled_on,
    greatest(contracts.fulfilled_on, accounts.installed_on) as start_on,
    case when contracts.ended_on <= {{ as_of_date() }} then contracts.ended_on end as ended_on,
    case when contracts.ended_on <= {{ as_of_date() }} then contracts.end_reason end as end_reason,
    contracts.replaces_contract_id,
    contracts.opening_on as given_opening_on,
    contracts.opening_credit_expires_on,
    coalesce(contracts.opening_paid_amount, 0) as opening_paid_amount
  from contracts
  inner join accounts on contracts.account_id = accounts.account_id
  where contracts.fulfilled_on is not null
),

-- P28: an opening by the start, or after the end, opens nothing
opened as (
  select
    *,
    case
      when given_opening_on > start_on and (ended_on is null or ended_on > given_opening_on) then given_opening_on
    end as opening_on
  from started
),

known as (
  select * from opened where coalesce(opening_on, start_on) <= {{ as_of_date() }}
),

judged as (
  select
    *,
    contract_type <> 'upfront' and (ended_on is null or ended_on > start_on) as was_active
  from known
)

select
  *,
  case when was_active then coalesce(opening_on, start_on) end as active_from,
  case when was_active then ended_on end as active_to
from judged
