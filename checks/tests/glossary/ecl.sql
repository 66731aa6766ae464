-- ecl: pd * lgd * ead, with the chance of default found by walking one month after the other, up to 36.
with

steps as (
  {{ risk_steps() }}
),

months as (
  {{ glossary_months() }}
),

-- the moves of the last twelve months that had closed by the snapshot
pooled as (
  select
    steps.opco_id,
    months.month_end,
    steps.from_state,
    steps.to_state,
    cast(count(*) as {{ type_double() }}) as moves
  from months
  inner join steps
    on
      months.month_end >= steps.month_end
      and {{ month_index('steps.month_end') }} > {{ month_index('months.month_end') }} - case when months.month_end <= {{ as_of_date() }} then 12 else 13 end
  where steps.from_state <> 'default'
  group by steps.opco_id, months.month_end, steps.from_state, steps.to_state
),

shares as (
  select
    *,
    moves / sum(moves) over (partition by opco_id, month_end, from_state) as share
  from pooled
),

-- every state that is met, and 1 for default; what lies behind a bucket that nobody left is not known
chance_0 as (
  select opco_id, month_end, from_state as state, cast(0 as {{ type_double() }}) as chance from shares
  union
  select opco_id, month_end, to_state as state, cast(case when to_state = 'default' then 1 else 0 end as {{ type_double() }}) as chance from shares
),

{% for month in range(1, 37) -%}
chance_{{ month }} as (
  select
    chance.opco_id,
    chance.month_end,
    chance.state,
    case
      when chance.state in ('default', 'paid', 'other') then max(chance.chance)
      when count(next.chance) = count(*) then sum(shares.share * next.chance)
    end as chance
  from chance_{{ month - 1 }} as chance
  left join shares
    on chance.opco_id = shares.opco_id and chance.month_end = shares.month_end and chance.state = shares.from_state
  left join chance_{{ month - 1 }} as next
    on shares.opco_id = next.opco_id and shares.month_end = next.month_end and shares.to_state = next.state
  group by chance.opco_id, chance.month_end, chance.state
),

{% endfor -%}
observed as (
  select distinct opco_id, month_end, from_state from shares
),

accounts as (
  select
    checks.account_id,
    checks.opco_id,
    checks.month_end,
    checks.balance,
    checks.account_type,
    checks.portfolio_category = 'defaulted' or checks.days_expired > 90 as is_in_default,
    checks.days_expired > 30 as is_stage_2,
    buckets.par_bucket
  from {{ ref('chk_glossary_rows') }} as checks
  inner join {{ ref('par_buckets') }} as buckets
    on checks.days_expired >= buckets.lower_days and checks.days_expired <= coalesce(buckets.upper_days, 99999999)
  where checks.row_kind = 'snapshot' and checks.portfolio = 'contracted'
),

expected as (
  select
    accounts.*,
    accounts.balance * lgd_rates.lgd * case
      when accounts.is_in_default then 1
      when observed.from_state is null then null
      when accounts.is_stage_2 then chance_36.chance
      else chance_12.chance
    end as ecl
  from accounts
  inner join {{ ref('lgd_rates') }} as lgd_rates on accounts.account_type = lgd_rates.account_type
  left join observed
    on accounts.opco_id = observed.opco_id and accounts.month_end = observed.month_end and accounts.par_bucket = observed.from_state
  {% for months in [12, 36] -%}
  left join chance_{{ months }}
    on
      accounts.opco_id = chance_{{ months }}.opco_id
      and accounts.month_end = chance_{{ months }}.month_end
      and accounts.par_bucket = chance_{{ months }}.state
  {% endfor %}
)

-- chances agree to nine digits
{{ differences(ref('fct_expected_credit_losses'), keys=['account_id', 'month_end'], columns=[
  {'name': 'ecl', 'within': '0.00001 + 0.000000001 * actual.ead'},
]) }}
