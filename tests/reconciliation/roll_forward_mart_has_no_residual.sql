-- The published roll-forward closes in every month and opco, and it shows every opco that has accounts.
with

account_months as (
  select
    month_end,
    opco_id,
    sum(case when is_contracted then 1 else 0 end) as contracted,
    sum(case when is_defaulted then 1 else 0 end) as defaulted
  from {{ ref('fct_account_months') }}
  group by month_end, opco_id
),

roll_forward as (
  select * from {{ ref('fct_portfolio_roll_forward') }}
)

select
  coalesce(account_months.month_end, roll_forward.month_end) as month_end,
  coalesce(account_months.opco_id, roll_forward.opco_id) as opco_id,
  account_months.contracted,
  roll_forward.closing,
  roll_forward.residual,
  roll_forward.default_residual
from account_months
full outer join roll_forward
  on account_months.month_end = roll_forward.month_end and account_months.opco_id = roll_forward.opco_id
where
  roll_forward.residual is distinct from 0
  or roll_forward.default_residual is distinct from 0
  or account_months.contracted is distinct from roll_forward.closing
  or account_months.defaulted is distinct from roll_forward.closing_defaulters
