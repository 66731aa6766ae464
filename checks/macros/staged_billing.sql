{# Rows for the glossary tests of the bill metrics, read from staging by a route of their own. #}


{# Bills of utility and loan accounts in the ledger by as_of_date that are not negative, with window and tolerance. #}
{% macro staged_bills() %}
select
  bills.bill_id,
  bills.account_id,
  accounts.opco_id,
  bills.period_end,
  bills.due_on,
  bills.bill_amount,
  {{ month_end_of('bills.period_end') }} as month_end,
  coalesce(
    bills.issued_on, least(bills.period_end, {{ add_days('bills.due_on', '-policies.bill_window_before_days') }})
  ) as ledger_on,
  {{ add_days('bills.due_on', '-policies.bill_window_before_days') }} as window_from,
  {{ add_days('bills.due_on', 'policies.bill_window_after_days') }} as window_to,
  policies.bill_tolerance
from {{ ref('stg_bills') }} as bills
inner join {{ ref('stg_accounts') }} as accounts on bills.account_id = accounts.account_id
inner join (
  select
    dues.opco_id,
    dues.due_on,
    coalesce(
      max(case when all_policies.valid_from <= least(dues.due_on, {{ as_of_date() }}) then all_policies.valid_from end),
      min(all_policies.valid_from)
    ) as valid_from
  from (
    select distinct
      due_accounts.opco_id,
      due_bills.due_on
    from {{ ref('stg_bills') }} as due_bills
    inner join {{ ref('stg_accounts') }} as due_accounts on due_bills.account_id = due_accounts.account_id
  ) as dues
  inner join {{ ref('stg_policies') }} as all_policies on dues.opco_id = all_policies.opco_id
  group by dues.opco_id, dues.due_on
) as in_force
  on
    accounts.opco_id = in_force.opco_id
    and bills.due_on = in_force.due_on
inner join {{ ref('stg_policies') }} as policies
  on
    in_force.opco_id = policies.opco_id
    and in_force.valid_from = policies.valid_from
left join {{ ref('stg_contracts') }} as loans
  on
    bills.contract_id = loans.contract_id
    and loans.contract_type = 'loan'
    and loans.ended_on <= {{ as_of_date() }}
where
  accounts.account_type in ('utility', 'loan')
  and coalesce(
    bills.issued_on, least(bills.period_end, {{ add_days('bills.due_on', '-policies.bill_window_before_days') }})
  ) <= least({{ as_of_date() }}, coalesce(loans.ended_on, cast('9999-12-31' as date)))
{% endmacro %}


{# Payments of utility and loan accounts by as_of_date, what reversals have left of them; refunds are negative. #}
{% macro staged_payments() %}
select
  payments.account_id,
  accounts.opco_id,
  payments.paid_on,
  payments.payment_type,
  payments.amount
from ({{ staged_kept_payments() }}) as payments
inner join {{ ref('stg_accounts') }} as accounts on payments.account_id = accounts.account_id
where
  accounts.account_type in ('utility', 'loan')
  and payments.payment_type in ('instalment', 'bill', 'bonus', 'refund')
{% endmacro %}


{# Bills with the money dated in their windows: each payment is held against each window. #}
{% macro staged_window_bills() %}
select
  bills.bill_id,
  bills.account_id,
  bills.opco_id,
  bills.month_end,
  bills.window_to,
  bills.bill_amount,
  bills.bill_tolerance,
  coalesce(sum(money.amount), 0) as paid_in_window
from ({{ staged_bills() }}) as bills
left join (
  select
    account_id,
    paid_on,
    amount
  from ({{ staged_payments() }}) as payments
  union all
  select
    account_id,
    ledger_on as paid_on,
    -bill_amount as amount
  from ({{ staged_bills() }}) as credits
  where bill_amount < 0
) as money
  on
    bills.account_id = money.account_id
    and money.paid_on between bills.window_from and bills.window_to
where bills.bill_amount >= 0
group by
  bills.bill_id, bills.account_id, bills.opco_id, bills.month_end, bills.window_to, bills.bill_amount, bills.bill_tolerance
{% endmacro %}


{# Bills judged by what was allocated to them: their rows come from staging, the allocations of each are added up again. #}
{% macro staged_allocated_bills() %}
select
  bills.account_id,
  bills.opco_id,
  bills.month_end,
  bills.window_to <= {{ as_of_date() }} as is_closed,
  bills.bill_amount > 0 and coalesce(allocated.allocated, 0) < bills.bill_amount - bills.bill_tolerance as is_default,
  row_number() over (partition by bills.account_id order by bills.ledger_on, bills.due_on, bills.bill_id) as bill_number
from ({{ staged_bills() }}) as bills
left join (
  select
    windows.bill_id,
    sum(case when allocations.settled_on <= windows.window_to then allocations.amount else 0 end) as allocated
  from ({{ staged_bills() }}) as windows
  inner join {{ ref('int_allocations') }} as allocations on windows.bill_id = allocations.bill_id
  group by windows.bill_id
) as allocated on bills.bill_id = allocated.bill_id
where bills.bill_amount >= 0
{% endmacro %}
