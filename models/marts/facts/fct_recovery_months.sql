-- What was written off and what was recovered, by account and month in which something was. Grain: account_id, month_end.
with

recoveries as (
  select * from {{ ref('int_ledger_payments') }} where ledger_role = 'recovery'
),

closings as (
  select * from {{ ref('int_contract_closings') }} where written_off_amount is not null
),

spans as (
  select * from {{ ref('int_contract_spans') }} where account_type in ('payg', 'loan')
),

accounts as (
  select * from {{ ref('int_accounts') }}
),

moves as (
  select
    account_id,
    {{ month_end_of('paid_on') }} as month_end,
    cast(0 as {{ money_type() }}) as written_off_amount,
    amount as recoveries
  from recoveries
  union all
  select
    spans.account_id,
    {{ month_end_of('spans.ended_on') }} as month_end,
    closings.written_off_amount,
    cast(0 as {{ money_type() }}) as recoveries
  from closings
  inner join spans on closings.contract_id = spans.contract_id
)

select
  moves.account_id,
  moves.month_end,
  accounts.opco_id,
  accounts.account_type,
  accounts.currency_code,
  cast(sum(moves.written_off_amount) as {{ money_type() }}) as written_off_amount,
  cast(sum(moves.recoveries) as {{ money_type() }}) as recoveries
from moves
inner join accounts on moves.account_id = accounts.account_id
group by moves.account_id, moves.month_end, accounts.opco_id, accounts.account_type, accounts.currency_code
