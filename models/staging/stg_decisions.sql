-- Accepted decisions. Grain: decision_id.
with

decisions as (
  select * from {{ ref('judged_decisions') }} where row_status = 'accepted'
),

bills as (
  select * from {{ ref('stg_bills') }}
),

accounts as (
  select * from {{ ref('stg_accounts') }}
),

opcos as (
  select * from {{ ref('stg_opcos') }}
),

timezone_days as (
  select * from {{ ref('stg_timezone_days') }}
)

-- the day on the opco's wall clock
select
  decisions.decision_id,
  decisions.decided_at,
  decisions.decided_by,
  decisions.decision_type,
  decisions.bill_id,
  decisions.rescheduled_for,
  decisions.reason,
  decisions.loaded_at,
  {{ local_date('decisions.decided_at') }} as decided_on
from decisions
inner join bills on decisions.bill_id = bills.bill_id
inner join accounts on bills.account_id = accounts.account_id
inner join opcos on accounts.opco_id = opcos.opco_id
left join timezone_days
  on
    opcos.timezone = timezone_days.timezone
    and cast(decisions.decided_at as date) = timezone_days.utc_date
