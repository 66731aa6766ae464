-- Months in which an opco has anything to count: from its first install, bill, action or payment on. Grain: month_end,
-- opco_id.
with

months as (
  select * from {{ ref('int_months') }}
),

opcos as (
  select * from {{ ref('stg_opcos') }}
),

beginnings as (
  select opco_id, min(installed_on) as began_on from {{ ref('int_accounts') }} group by opco_id
  union all
  -- bills may be older than the install of their account, and are in arrears all the same
  select opco_id, min(ledger_on) as began_on from {{ ref('int_ledger_bills') }} where is_in_ledger group by opco_id
  union all
  select opco_id, min(action_on) as began_on from {{ ref('int_collection_actions') }} group by opco_id
  union all
  select opco_id, min(paid_on) as began_on from {{ ref('int_collected_payments') }} group by opco_id
),

firsts as (
  select
    opco_id,
    min(began_on) as began_on
  from beginnings
  group by opco_id
)

select
  months.month_end,
  months.snapshot_on,
  months.is_month_closed,
  opcos.opco_id,
  opcos.currency_code
from firsts
inner join opcos on firsts.opco_id = opcos.opco_id
inner join months on firsts.began_on <= months.month_end
