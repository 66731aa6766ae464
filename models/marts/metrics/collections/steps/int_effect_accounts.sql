-- Accounts contracted at a month-end with what they are compared by, what was done to them and whether they paid.
-- Grain: month_end, account_id. Only months of opcos in whose window something was done.
with

effect_months as (
  select distinct opco_id, month_end from {{ ref('int_effect_days') }}
),

account_months as (
  select * from {{ ref('fct_account_months') }} where is_contracted
),

contacts as (
  select * from {{ ref('int_effect_contacts') }}
),

payments as (
  select * from {{ ref('int_effect_payments') }}
),

bands as (
  select * from {{ ref('segmentation_bands') }} where attribute = 'balance_band'
),

-- balances are banded against the opco's average of the month, so that one table of bands serves every currency
measured as (
  select
    account_months.month_end,
    account_months.opco_id,
    account_months.account_id,
    account_months.par_bucket,
    {{ rate(
      'account_months.outstanding_balance * count(*) over (partition by account_months.month_end, account_months.opco_id)',
      'sum(account_months.outstanding_balance) over (partition by account_months.month_end, account_months.opco_id)',
    ) }} as relative_balance
  from account_months
  inner join effect_months
    on
      account_months.opco_id = effect_months.opco_id
      and account_months.month_end = effect_months.month_end
)

select
  measured.month_end,
  measured.opco_id,
  measured.account_id,
  measured.par_bucket,
  coalesce(bands.attribute_value, 'unknown') as balance_band,
  contacts.treated_with,
  coalesce(contacts.cost, 0) as cost,
  coalesce(contacts.actions_without_cost, 0) as actions_without_cost,
  coalesce(payments.paid_amount, 0) as paid_amount,
  case when payments.paid_amount > 0 then 1 else 0 end as payers
from measured
left join contacts
  on
    measured.month_end = contacts.month_end
    and measured.account_id = contacts.account_id
left join payments
  on
    measured.month_end = payments.month_end
    and measured.account_id = payments.account_id
left join bands
  on
    coalesce(measured.relative_balance, 0) >= bands.lower
    and (coalesce(measured.relative_balance, 0) < bands.upper or bands.upper is null)
