"""The plain way to month-ends, for comparison: one row per account and day, windows over all of them.

It starts from what the interval models start from, and gives the month-ends of int_account_month_states.
"""

DAILY_SPINE = """
create or replace temp table spine_month_ends as
with
contracted as (
  select *, cast(unnest(generate_series(
    spell_from, coalesce(spell_to - 1, date '{as_of}'), interval 1 day)) as date) as day
  from intermediate.int_account_spells
),
paid as (
  select account_id, paid_on as day, sum(amount) as amount
  from intermediate.int_payments
  where account_type = 'payg' and payment_type in ('instalment', 'bonus') and not is_reversed
  group by account_id, paid_on
),
started as (
  select account_id, active_from as day, sum(downpayment_days) as downpayment_days
  from intermediate.int_contract_spans
  where was_active and account_type = 'payg' and downpayment_days > 0
  group by account_id, active_from
),
priced as (
  select contracted.account_id, contracted.spell_number, contracted.day,
    cast(periods.daily_rate * 100 as bigint) as minor_rate,
    cast(paid.amount * 100 as bigint) as minor_amount,
    86400 * case
      when contracted.day = contracted.spell_from then contracted.downpayment_days
      else started.downpayment_days
    end as start_seconds
  from contracted
  left join intermediate.int_contract_periods as periods
    on contracted.account_id = periods.account_id and contracted.day >= periods.valid_from
    and contracted.day < coalesce(periods.valid_to, date '9999-12-31')
  left join paid on contracted.account_id = paid.account_id and contracted.day = paid.day
  left join started on contracted.account_id = started.account_id and contracted.day = started.day
  where contracted.account_type = 'payg'
),
bought as (
  select *,
    coalesce(start_seconds, 0) + coalesce(
      case when minor_rate > 0 then (2 * 86400 * minor_amount + minor_rate) // (2 * minor_rate) end, 0
    ) as seconds,
    start_seconds is not null or (minor_amount is not null and minor_rate > 0) as is_event
  from priced
),
summed as (
  select *, sum(seconds) over (partition by account_id, spell_number order by day) as bought_until
  from bought
),
clock as (
  select account_id, day,
    max(case when is_event then (day - date '1970-01-01') * 86400 - (bought_until - seconds) end)
      over (partition by account_id, spell_number order by day) + bought_until as credit_until
  from summed
),
expired as (
  select account_id, day, (credit_until + 86399) // 86400 - 1 as expires_day
  from clock
  union all
  select contracted.account_id, contracted.day, periods.oldest_due_on - date '1970-01-01'
  from contracted
  left join intermediate.int_bill_arrears_periods as periods
    on contracted.account_id = periods.account_id and contracted.day >= periods.valid_from
    and contracted.day < coalesce(periods.valid_to, date '9999-12-31')
  where contracted.account_type <> 'payg'
),
aged as (
  select contracted.*,
    greatest(contracted.day - date '1970-01-01' - coalesce(expired.expires_day, 9999999), 0) as days_expired
  from contracted
  inner join expired on contracted.account_id = expired.account_id and contracted.day = expired.day
),
judged as (
  select aged.account_id, aged.day, aged.days_expired,
    case
      when aged.spell_number = 1 and aged.day < aged.spell_from + aged.downpayment_days then 'new'
      when aged.days_expired = 0 then 'normal'
      when aged.days_expired < greatest(policies.default_after_days, 1) then 'late'
      else 'defaulted'
    end as portfolio_category
  from aged
  inner join intermediate.int_policy_periods as policies
    on aged.opco_id = policies.opco_id and aged.day >= policies.valid_from and aged.day < policies.valid_to
  union all
  select account_id,
    cast(unnest(generate_series(
      piece_from, least(piece_to - 1, date '{as_of}'), interval 1 day)) as date) as day,
    null as days_expired,
    portfolio_category
  from intermediate.int_uncontracted_pieces
)
select account_id, day as snapshot_on, portfolio_category, days_expired,
  lag(portfolio_category) over (partition by account_id order by day) as previous_portfolio_category
from judged
where day = last_day(day) or day = date '{as_of}'
"""

DIFFERENCES = """
select count(*)
from spine_month_ends as spine
full outer join intermediate.int_account_month_states as states
  on spine.account_id = states.account_id and spine.snapshot_on = states.snapshot_on
where spine.portfolio_category is distinct from states.portfolio_category
  or spine.days_expired is distinct from states.days_expired
  or spine.previous_portfolio_category is distinct from states.previous_portfolio_category
"""
