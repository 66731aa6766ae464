-- Every installed account has exactly one category: contracted, churned, paid and other accounts are all accounts.
with

account_months as (
  select * from {{ ref('fct_account_months') }}
),

categories as (
  select * from {{ ref('portfolio_categories') }} where portfolio <> 'pre_portfolio'
),

counted as (
  select
    account_months.month_end,
    sum(case when categories.portfolio = 'contracted' then 1 else 0 end) as contracted,
    sum(case when categories.portfolio_group = 'churned' then 1 else 0 end) as churned,
    sum(case when categories.portfolio_group = 'paid' then 1 else 0 end) as paid,
    sum(case when categories.portfolio_group = 'other' then 1 else 0 end) as other
  from account_months
  inner join categories
    on
      account_months.portfolio_category = categories.portfolio_category
      and account_months.portfolio_group = categories.portfolio_group
      and account_months.portfolio = categories.portfolio
  group by account_months.month_end
),

kpis as (
  select * from {{ ref('fct_portfolio_kpis') }} where dimension = 'all'
)

select
  coalesce(kpis.month_end, counted.month_end) as month_end,
  kpis.all_accounts,
  counted.contracted,
  counted.churned,
  counted.paid,
  counted.other
from kpis
full outer join counted on kpis.month_end = counted.month_end
where
  kpis.all_accounts is distinct from counted.contracted + counted.churned + counted.paid + counted.other
  or kpis.contracted_portfolio_size is distinct from counted.contracted
  or kpis.churned_portfolio_size is distinct from counted.churned
  or kpis.paid_portfolio_size is distinct from counted.paid
