-- Who should be called first? Accounts behind at the last snapshot, without an open promise and not contacted by an agent
-- whose attribution window still runs, by the money at stake times the share of past calls in their PAR bucket that were
-- followed by a payment. The first twenty per opco.
with

account_months as (
  select * from {{ ref('fct_account_months') }}
),

receivables as (
  select * from {{ ref('fct_receivables_months') }}
),

actions as (
  select * from {{ ref('fct_collection_actions') }} where not is_held_out
),

promises as (
  select * from {{ ref('fct_promises') }} where promise_status = 'open'
),

last_snapshot as (
  select max(month_end) as month_end, max(snapshot_on) as snapshot_on from account_months
),

-- calls with a payment in their window, whoever made them: also calls that no agent is named for
paid_calls as (
  select distinct actions.action_id
  from actions
  inner join {{ ref('fct_payments') }} as payments
    on
      actions.account_id = payments.account_id
      and actions.action_at <= payments.paid_at
      and actions.attribution_ends_on >= payments.paid_on
  where payments.payment_type in ('instalment', 'bill') and not payments.is_reversed
),

-- how calls went before, by the bucket the account was in at the month-end before the call
response as (
  select
    account_months.opco_id,
    account_months.par_bucket,
    count(*) as calls,
    count(paid_calls.action_id) as paid_calls
  from actions
  left join paid_calls on actions.action_id = paid_calls.action_id
  inner join account_months
    on
      actions.account_id = account_months.account_id
      and account_months.month_end = {{ add_days(month_start_of('actions.action_on'), -1) }}
  where actions.is_outbound_call
  group by account_months.opco_id, account_months.par_bucket
),

-- a pay-as-you-go account is behind by the days it is expired, another one by its arrears
behind as (
  select
    account_months.opco_id,
    account_months.account_id,
    account_months.currency_code,
    account_months.par_bucket,
    account_months.days_expired,
    case
      when account_months.account_type = 'payg'
        then least(account_months.days_expired * account_months.daily_rate, account_months.outstanding_balance)
      else receivables.arrears
    end as money_at_stake
  from account_months
  inner join last_snapshot on account_months.month_end = last_snapshot.month_end
  left join receivables
    on
      account_months.account_id = receivables.account_id
      and account_months.month_end = receivables.month_end
  left join promises on account_months.account_id = promises.account_id
  where account_months.is_contracted and account_months.days_expired > 0 and promises.account_id is null
),

recently_contacted as (
  select distinct actions.account_id
  from actions
  inner join last_snapshot on actions.attribution_ends_on >= last_snapshot.snapshot_on
  where actions.agent_id is not null
),

-- one call more and two more without payment keep a bucket of few calls from being certain of anything
scored as (
  select
    behind.*,
    coalesce(response.calls, 0) as calls_in_bucket,
    {{ rate('coalesce(response.paid_calls, 0) + 1', 'coalesce(response.calls, 0) + 3') }} as share_that_pays
  from behind
  left join recently_contacted on behind.account_id = recently_contacted.account_id
  left join response
    on
      behind.opco_id = response.opco_id
      and behind.par_bucket = response.par_bucket
  where recently_contacted.account_id is null and behind.money_at_stake > 0
),

ranked as (
  select
    *,
    money_at_stake * share_that_pays as expected_amount,
    row_number() over (partition by opco_id order by money_at_stake * share_that_pays desc, account_id) as call_rank
  from scored
)

select
  opco_id,
  call_rank,
  account_id,
  par_bucket,
  days_expired,
  money_at_stake,
  share_that_pays,
  expected_amount,
  currency_code
from ranked
where call_rank <= 20
order by opco_id, call_rank
