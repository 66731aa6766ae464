-- Exposure and expected loss as published: an opco's from its accounts, the group's from its opcos at the month's rates.
with

published as (
  select * from {{ ref('int_month_end_values') }} where metric_id in ('ead', 'ecl')
),

accounts as (
  select losses.*, 'ead' as metric_id, losses.ead as amount from {{ ref('fct_expected_credit_losses') }} as losses where losses.is_month_closed
  union all
  select losses.*, 'ecl' as metric_id, losses.ecl as amount from {{ ref('fct_expected_credit_losses') }} as losses where losses.is_month_closed
),

opcos as (
  select
    accounts.metric_id,
    accounts.month_end,
    accounts.opco_id,
    accounts.currency_code,
    count(*) as accounts,
    cast(case when count(accounts.amount) = count(*) then sum(accounts.amount) end as {{ type_double() }}) as amount,
    max(cast(rates.rate_to_reporting as {{ type_double() }})) as worth
  from accounts
  left join {{ ref('int_fx_rates_monthly') }} as rates
    on accounts.currency_code = rates.currency_code and accounts.month_end = rates.month_end
  group by accounts.metric_id, accounts.month_end, accounts.opco_id, accounts.currency_code
),

expected as (
  select metric_id, month_end, opco_id, currency_code, accounts, amount from opcos
  union all
  select
    metric_id,
    month_end,
    'all' as opco_id,
    {{ reporting_currency() }} as currency_code,
    sum(accounts) as accounts,
    case when count(amount * worth) = count(*) then sum(amount * worth) end as amount
  from opcos
  group by metric_id, month_end
)

select
  coalesce(expected.metric_id, published.metric_id) as metric_id,
  coalesce(expected.month_end, published.month_end) as month_end,
  coalesce(expected.opco_id, published.opco_id) as opco_id,
  expected.amount,
  published.value
from expected
full outer join published
  on
    expected.metric_id = published.metric_id
    and expected.month_end = published.month_end
    and expected.opco_id = published.opco_id
where
  expected.metric_id is null
  or published.metric_id is null
  or expected.currency_code is distinct from published.currency_code
  or (expected.amount is null) <> (published.value is null)
  -- each account was rounded to six decimals
  or abs(expected.amount - published.value) > 0.000001 * expected.accounts + 0.000000001 * abs(expected.amount)
