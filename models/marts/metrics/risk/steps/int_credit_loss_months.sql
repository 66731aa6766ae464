-- Exposure and expected loss by month and opco, and for all. Grain: month_end, opco_id ('all' for the group).
-- An opco's money is in its own currency, that of all in the reporting currency; null when one account's part is unknown.
with

losses as (
  select * from {{ ref('fct_expected_credit_losses') }}
)

select
  month_end,
  opco_id,
  currency_code,
  {% for amount in ['ead', 'ecl'] -%}
  -- a part of a sum is no sum
  cast(case when count({{ amount }}) = count(*) then sum({{ amount }}) end as decimal(28, 6)) as {{ amount }}{{ ',' if not loop.last }}
  {% endfor %}
from losses
group by month_end, opco_id, currency_code
union all
select
  month_end,
  'all' as opco_id,
  {{ reporting_currency() }} as currency_code,
  {% for amount in ['ead', 'ecl'] -%}
  cast(
    case when count({{ amount }}_reporting) = count(*) then sum({{ amount }}_reporting) end as decimal(28, 6)
  ) as {{ amount }}{{ ',' if not loop.last }}
  {% endfor %}
from losses
group by month_end
