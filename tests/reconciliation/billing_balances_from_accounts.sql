-- The balances of fct_billing_kpis are those of its accounts; for all in the reporting currency, unknown when one opco's
-- rate is.
with

account_months as (
  select
    receivables.*,
    cast(rates.rate_to_reporting as decimal(20, 12)) as rate_to_reporting
  from {{ ref('fct_receivables_months') }} as receivables
  left join {{ ref('int_fx_rates_monthly') }} as rates
    on receivables.currency_code = rates.currency_code and receivables.month_end = rates.month_end
),

-- each account by its own currency, where the mart converts the sum of an opco
expected as (
  select
    month_end,
    opco_id,
    cast(sum(gross_receivables) as decimal(28, 6)) as closing_receivables,
    cast(sum(not_yet_due) as decimal(28, 6)) as closing_not_yet_due,
    cast(sum(arrears) as decimal(28, 6)) as arrears,
    cast(sum(unapplied_credit) as decimal(28, 6)) as unapplied_credit
  from account_months
  group by month_end, opco_id
  union all
  select
    month_end,
    'all' as opco_id
    {%- for amount in ['gross_receivables', 'not_yet_due', 'arrears', 'unapplied_credit'] %},
    cast(case when count(rate_to_reporting) = count(*) then sum({{ amount }} * rate_to_reporting) end as decimal(28, 6)) as {{ amount }}
    {%- endfor %}
  from account_months
  group by month_end
)

select
  coalesce(expected.opco_id, kpis.opco_id) as opco_id,
  coalesce(expected.month_end, kpis.month_end) as month_end,
  expected.closing_receivables,
  kpis.closing_receivables as kpi_receivables
from expected
full outer join (
  -- a row without days holds bill counts alone
  select * from {{ ref('fct_billing_kpis') }} where days_in_month_so_far is not null
) as kpis
  on expected.opco_id = kpis.opco_id and expected.month_end = kpis.month_end
where
  expected.opco_id is null
  or kpis.opco_id is null
  {% for amount in ['closing_receivables', 'closing_not_yet_due', 'arrears', 'unapplied_credit'] -%}
  or expected.{{ amount }} is distinct from kpis.{{ amount }}
  {% endfor %}
