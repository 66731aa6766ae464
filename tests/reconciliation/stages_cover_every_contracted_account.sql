-- Every contracted account has one stage, the one its days and category call for, and its loss is pd * lgd * ead.
select
  coalesce(account_months.account_id, losses.account_id) as account_id,
  coalesce(account_months.month_end, losses.month_end) as month_end,
  losses.stage,
  losses.ecl
from (
  select * from {{ ref('fct_account_months') }} where is_contracted
) as account_months
full outer join {{ ref('fct_expected_credit_losses') }} as losses
  on account_months.account_id = losses.account_id and account_months.month_end = losses.month_end
where
  account_months.account_id is null
  or losses.account_id is null
  or losses.ead is distinct from account_months.outstanding_balance
  or losses.stage is distinct from case
    when account_months.is_defaulted or account_months.days_expired > 90 then 3
    when account_months.days_expired > 30 then 2
    else 1
  end
  or (losses.pd is null) <> (losses.ecl is null)
  or abs(losses.pd * losses.lgd * cast(losses.ead as {{ type_double() }}) - cast(losses.ecl as {{ type_double() }}))
  > 0.000001 + 0.000000000001 * cast(losses.ead as {{ type_double() }})
