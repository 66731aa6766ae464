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


{# Payments of utility and loan accounts by as_of_date that were not reversed; refunds are negative. #}
{% macro staged_payments() %}
select
  payments.account_id,
  accounts.opco_id,
  payments.paid_on,
  payments.payment_type,
  payments.amount
from {{ ref('stg_payments') }} as payments
inner join {{ ref('stg_accounts') }} as accounts on payments.account_id = accounts.account_id
where
  accounts.account_type in ('utility', 'loan')
  and payments.paid_on <= {{ as_of_date() }}
  and payments.payment_type in ('instalment', 'bill', 'bonus', 'refund')
  and payments.payment_id not in (
    select reversals.reverses_payment_id
    from {{ ref('stg_payments') }} as reversals
    where reversals.payment_type = 'reversal' and reversals.paid_on <= {{ as_of_date() }}
  )
{% endmacro %}


{# Bills with the money dated in their windows: each payment is held against each window. #}
{% macro staged_window_bills() %}
select
  bills.bill_id,
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
group by bills.bill_id, bills.opco_id, bills.month_end, bills.window_to, bills.bill_amount, bills.bill_tolerance
{% endmacro %}


{# What is open of each bill and refund at each month's snapshot, with its days past due. #}
{% macro open_at_month_ends() %}
select
  debits.opco_id,
  debits.account_id,
  months.month_end,
  {{ days_between('debits.due_on', 'months.snapshot_on') }} as days_past_due,
  max(debits.amount)
  - coalesce(sum(case when allocations.settled_on <= months.snapshot_on then allocations.amount end), 0) as open_amount
from {{ ref('int_settled_debits') }} as debits
inner join {{ ref('int_months') }} as months
  on
    debits.ledger_on <= months.snapshot_on
    and (debits.settled_on is null or debits.settled_on > months.snapshot_on)
    and (debits.left_on is null or debits.left_on > months.snapshot_on)
left join {{ ref('int_allocations') }} as allocations
  on
    debits.account_id = allocations.account_id
    and debits.debit_number = allocations.debit_number
group by debits.opco_id, debits.account_id, debits.debit_number, debits.due_on, months.month_end, months.snapshot_on
{% endmacro %}


{# Rows of fct_billing_values by opco that differ from a CTE `expected` (opco_id, month_end, numerator, denominator). #}
{% macro billing_values_differ(metric_id) %}
found as (
  select * from {{ ref('fct_billing_values') }} where metric_id = '{{ metric_id }}' and dimension = 'opco'
)

select
  coalesce(found.dimension_value, expected.opco_id) as opco_id,
  coalesce(found.month_end, expected.month_end) as month_end,
  found.numerator,
  expected.numerator as expected_numerator,
  found.denominator,
  expected.denominator as expected_denominator
from found
full outer join expected
  on
    found.dimension_value = expected.opco_id
    and found.month_end = expected.month_end
where
  found.numerator is distinct from expected.numerator
  or found.denominator is distinct from expected.denominator
  or found.value is distinct from case
    when expected.denominator is null then cast(expected.numerator as {{ type_double() }})
    else {{ rate('expected.numerator', 'expected.denominator') }}
  end
{% endmacro %}


{# Rows of fct_billing_kpis whose column differs from a CTE `expected` (opco_id, month_end, expected_value). #}
{% macro billing_kpis_differ(column) %}
found as (
  select
    opco_id,
    month_end,
    cast({{ column }} as {{ type_double() }}) as found_value
  from {{ ref('fct_billing_kpis') }}
)

select
  coalesce(found.opco_id, expected.opco_id) as opco_id,
  coalesce(found.month_end, expected.month_end) as month_end,
  found.found_value,
  expected.expected_value
from found
full outer join expected
  on
    found.opco_id = expected.opco_id
    and found.month_end = expected.month_end
where
  (found.found_value is null) <> (expected.expected_value is null)
  or abs(found.found_value - expected.expected_value) > 0.000001 * greatest(1, abs(expected.expected_value))
{% endmacro %}


{# What every kpi test needs: the ledger of each opco and month, from the first month with a ledger. #}
{% macro staged_opco_months() %}
open_items as (
  {{ open_at_month_ends() }}
),

open_amounts as (
  select
    opco_id,
    month_end,
    sum(open_amount) as receivables,
    sum(case when days_past_due <= 0 then open_amount else 0 end) as not_yet_due
  from open_items
  group by opco_id, month_end
),

billed_amounts as (
  select
    opco_id,
    {{ month_end_of('ledger_on') }} as month_end,
    sum(bill_amount) as billed
  from ({{ staged_bills() }}) as bills
  where bill_amount >= 0
  group by opco_id, {{ month_end_of('ledger_on') }}
),

cash_amounts as (
  select
    opco_id,
    {{ month_end_of('paid_on') }} as month_end,
    sum(amount) as cash
  from ({{ staged_payments() }}) as payments
  where payment_type <> 'bonus'
  group by opco_id, {{ month_end_of('paid_on') }}
),

opco_months as (
  select
    kpis.opco_id,
    kpis.month_end,
    {{ days_between('months.month_start', 'months.snapshot_on') }} + 1 as days_so_far,
    coalesce(billed_amounts.billed, 0) as billed,
    coalesce(cash_amounts.cash, 0) as cash,
    coalesce(openings.receivables, 0) as opening,
    coalesce(closings.receivables, 0) as closing,
    coalesce(closings.not_yet_due, 0) as not_yet_due
  from {{ ref('fct_billing_kpis') }} as kpis
  inner join {{ ref('int_months') }} as months on kpis.month_end = months.month_end
  left join {{ ref('int_months') }} as previous_months on months.month_index = previous_months.month_index + 1
  left join billed_amounts on kpis.opco_id = billed_amounts.opco_id and kpis.month_end = billed_amounts.month_end
  left join cash_amounts on kpis.opco_id = cash_amounts.opco_id and kpis.month_end = cash_amounts.month_end
  left join open_amounts as closings on kpis.opco_id = closings.opco_id and kpis.month_end = closings.month_end
  left join open_amounts as openings on kpis.opco_id = openings.opco_id and previous_months.month_end = openings.month_end
  where kpis.currency_code is not null
)
{% endmacro %}
