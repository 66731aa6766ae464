-- Exposure and expected loss in the reporting currency: by the youngest rate up to the snapshot that is at most 31 days
-- old, read from staging; unknown, never taken as 1, without one.
with

losses as (
  select * from {{ ref('fct_expected_credit_losses') }}
),

currencies as (
  select distinct currency_code, month_end, snapshot_on from losses
),

ranked as (
  select
    currencies.currency_code,
    currencies.month_end,
    case
      when currencies.currency_code = '{{ var('reporting_currency') | upper }}' then 1
      else fx_rates.rate_to_reporting
    end as worth,
    row_number() over (
      partition by currencies.currency_code, currencies.month_end
      order by fx_rates.rate_on desc
    ) as age_rank
  from currencies
  left join {{ ref('stg_fx_rates') }} as fx_rates
    on
      currencies.currency_code = fx_rates.currency_code
      and {{ days_between('fx_rates.rate_on', 'currencies.snapshot_on') }} between 0 and 31
)

select
  losses.account_id,
  losses.month_end,
  losses.currency_code,
  ranked.worth,
  losses.ead,
  losses.ead_reporting,
  losses.ecl,
  losses.ecl_reporting
from losses
left join ranked
  on
    losses.currency_code = ranked.currency_code
    and losses.month_end = ranked.month_end
    and ranked.age_rank = 1
where
  (losses.ead_reporting is null) <> (ranked.worth is null)
  or (losses.ecl_reporting is null) <> (ranked.worth is null or losses.ecl is null)
  or abs(
    cast(losses.ead_reporting as {{ type_double() }}) - cast(losses.ead as {{ type_double() }}) * cast(ranked.worth as {{ type_double() }})
  ) > 0.000001
  or abs(
    cast(losses.ecl_reporting as {{ type_double() }}) - cast(losses.ecl as {{ type_double() }}) * cast(ranked.worth as {{ type_double() }})
  ) > 0.000001
