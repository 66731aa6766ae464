-- What the glossary tests count. Grain: row_kind, account_id, happened_on.
-- snapshot: an account in the evening of a snapshot, with its state at the one before.
-- move: an account whose category differs from that of the evening before.
-- restructure: an account on a day on which a new contract carries on an old debt. restructures counts these: of a snapshot those
-- of its month, of a move those of its day.
with

states as (
  select * from {{ ref('chk_account_day_states') }}
),

months as (
  {{ glossary_months() }}
),

accounts as (
  select
    accounts.*,
    opcos.currency_code
  from {{ ref('stg_accounts') }} as accounts
  inner join {{ ref('stg_opcos') }} as opcos on accounts.opco_id = opcos.opco_id
),

firsts as (
  select * from {{ ref('chk_account_firsts') }}
),

restructures as (
  select * from {{ ref('chk_restructures') }}
),

monthly_restructures as (
  select
    account_id,
    {{ month_end_of('restructured_on') }} as month_end,
    count(*) as restructures
  from restructures
  group by account_id, {{ month_end_of('restructured_on') }}
),

-- the reporting currency at its latest rate of the last 31 days
rate_days as (
  select
    fx_rates.currency_code,
    months.month_end,
    max(fx_rates.rate_on) as rate_on
  from months
  inner join {{ ref('stg_fx_rates') }} as fx_rates
    on fx_rates.rate_on between {{ add_days('months.snapshot_on', -31) }} and months.snapshot_on
  group by fx_rates.currency_code, months.month_end
),

rates as (
  select
    rate_days.currency_code,
    rate_days.month_end,
    fx_rates.rate_to_reporting
  from rate_days
  inner join {{ ref('stg_fx_rates') }} as fx_rates
    on rate_days.currency_code = fx_rates.currency_code and rate_days.rate_on = fx_rates.rate_on
)

select
  'snapshot' as row_kind,
  states.account_id,
  states.opco_id,
  states.account_type,
  {{ month_start_of('accounts.installed_on') }} as cohort_month,
  months.month_end,
  states.day as happened_on,
  states.portfolio,
  states.portfolio_group,
  states.portfolio_category,
  states.days_expired,
  earlier.portfolio as portfolio_before,
  earlier.portfolio_group as group_before,
  earlier.portfolio_category as category_before,
  states.spells,
  coalesce(monthly_restructures.restructures, 0) as restructures,
  firsts.defaulted_on <= states.day as has_ever_defaulted,
  firsts.paid_on <= states.day as has_paid,
  case when states.portfolio = 'contracted' then coalesce(balances.balance, 0) else 0 end as balance,
  cast(
    case
      when accounts.currency_code = {{ reporting_currency() }} or states.portfolio <> 'contracted' then 1
      else rates.rate_to_reporting
    end as decimal(20, 12)
  ) as rate_to_reporting
from states
inner join accounts on states.account_id = accounts.account_id
inner join months on states.day = months.snapshot_on
left join states as earlier
  on
    states.account_id = earlier.account_id
    and earlier.is_snapshot
    and earlier.day = {{ add_days(month_start_of('states.day'), -1) }}
left join monthly_restructures on states.account_id = monthly_restructures.account_id and months.month_end = monthly_restructures.month_end
left join firsts on states.account_id = firsts.account_id
left join {{ ref('chk_account_month_balances') }} as balances
  on states.account_id = balances.account_id and months.month_end = balances.month_end
left join rates on accounts.currency_code = rates.currency_code and months.month_end = rates.month_end
where states.is_snapshot
union all
select
  'move' as row_kind,
  states.account_id,
  states.opco_id,
  states.account_type,
  {{ month_start_of('accounts.installed_on') }} as cohort_month,
  {{ month_end_of('states.day') }} as month_end,
  states.day as happened_on,
  states.portfolio,
  states.portfolio_group,
  states.portfolio_category,
  states.days_expired,
  coalesce(evening_before.portfolio, 'pre_portfolio') as portfolio_before,
  coalesce(evening_before.portfolio_group, 'pre_portfolio') as group_before,
  coalesce(evening_before.portfolio_category, 'pre_portfolio') as category_before,
  states.spells,
  case when restructures.account_id is null then 0 else 1 end as restructures,
  null as has_ever_defaulted,
  null as has_paid,
  0 as balance,
  cast(1 as decimal(20, 12)) as rate_to_reporting
from states
inner join accounts on states.account_id = accounts.account_id
left join states as evening_before
  on states.account_id = evening_before.account_id and evening_before.day = {{ add_days('states.day', -1) }}
left join restructures on states.account_id = restructures.account_id and states.day = restructures.restructured_on
where states.may_change and states.portfolio_category <> coalesce(evening_before.portfolio_category, 'pre_portfolio')
union all
select
  'restructure' as row_kind,
  account_id,
  opco_id,
  account_type,
  {{ month_start_of('installed_on') }} as cohort_month,
  {{ month_end_of('restructured_on') }} as month_end,
  restructured_on as happened_on,
  null as portfolio,
  null as portfolio_group,
  null as portfolio_category,
  null as days_expired,
  null as portfolio_before,
  null as group_before,
  null as category_before,
  null as spells,
  1 as restructures,
  null as has_ever_defaulted,
  null as has_paid,
  0 as balance,
  cast(1 as decimal(20, 12)) as rate_to_reporting
from restructures
