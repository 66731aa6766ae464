-- Base of the contact metrics of collections in the semantic layer, money in the reporting currency. Grain: month_end, opco.
with

kpis as (
  select * from {{ ref('fct_collection_kpis') }}
),

fx_rates as (
  select
    currency_code,
    month_end,
    cast(rate_to_reporting as decimal(20, 12)) as rate_to_reporting
  from {{ ref('int_fx_rates_monthly') }}
)

select
  kpis.month_end,
  kpis.opco_id as opco,
  case when fx_rates.rate_to_reporting is null then 1 else 0 end as without_rate,
  kpis.outbound_calls,
  kpis.connected_calls,
  kpis.right_party_calls,
  kpis.promise_calls,
  kpis.matured_promises,
  kpis.kept_promises,
  kpis.agents_count,
  kpis.arrangements_agreed_count,
  kpis.arrangements_broken_count,
  kpis.contactable_base_accounts,
  kpis.missing_contact_accounts,
  kpis.skip_tracing_accounts,
  cast(kpis.arrears as {{ money_type() }}) * fx_rates.rate_to_reporting as arrears,
  cast(kpis.arrears_days as {{ money_type() }}) * fx_rates.rate_to_reporting as arrears_days
from kpis
left join fx_rates
  on
    kpis.currency_code = fx_rates.currency_code
    and kpis.month_end = fx_rates.month_end
