{# Rows for the glossary tests of the bill metrics, read from staging by a route of their own. #}


{#
  Bills of utility and loan accounts in the ledger by as_of_date, negative ones too, with window, tolerance and the end of their
  loan. The policy is the last that began by the day the bill enters the ledger, of those that exist on as_of_date.
#}
{% macro staged_bills() %}
select
  entered.*,
  coalesce({{ add_days('entered.due_on', '-policies.bill_window_before_days') }}, entered.ledger_on) as window_from,
  {{ add_days(
    'case when entered.due_on > entered.ledger_on then entered.due_on else entered.ledger_on end', 'policies.bill_window_after_days'
  ) }} as window_to,
  policies.bill_tolerance
from (
  select
    bills.bill_id,
    bills.account_id,
    bills.contract_id,
    accounts.opco_id,
    bills.period_end,
    bills.due_on,
    bills.bill_amount,
    bills.is_opening,
    {{ month_end_of('bills.period_end') }} as month_end,
    case
      when bills.issued_on is not null then bills.issued_on
      when bills.period_end < bills.due_on then bills.period_end
      else bills.due_on
    end as ledger_on,
    loans.ended_on as loan_ended_on,
    loans.end_reason as loan_end_reason
  from {{ ref('stg_bills') }} as bills
  inner join {{ ref('stg_accounts') }} as accounts on bills.account_id = accounts.account_id
  left join {{ ref('stg_contracts') }} as loans
    on
      bills.contract_id = loans.contract_id
      and loans.contract_type = 'loan'
      and loans.ended_on <= {{ as_of_date() }}
  where accounts.account_type in ('utility', 'loan')
) as entered
inner join (
  select
    days.opco_id,
    days.day_on,
    coalesce(
      max(case when all_policies.valid_from <= least(days.day_on, {{ as_of_date() }}) then all_policies.valid_from end),
      min(all_policies.valid_from)
    ) as valid_from
  from (
    select distinct
      day_accounts.opco_id,
      coalesce(day_bills.issued_on, least(day_bills.period_end, day_bills.due_on)) as day_on
    from {{ ref('stg_bills') }} as day_bills
    inner join {{ ref('stg_accounts') }} as day_accounts on day_bills.account_id = day_accounts.account_id
  ) as days
  inner join {{ ref('stg_policies') }} as all_policies on days.opco_id = all_policies.opco_id
  group by days.opco_id, days.day_on
) as in_force
  on
    entered.opco_id = in_force.opco_id
    and entered.ledger_on = in_force.day_on
inner join {{ ref('stg_policies') }} as policies
  on
    in_force.opco_id = policies.opco_id
    and in_force.valid_from = policies.valid_from
where entered.ledger_on <= least({{ as_of_date() }}, coalesce(entered.loan_ended_on, cast('9999-12-31' as date)))
{% endmacro %}


{#
  Money of PAYG and loan accounts after everything was given up: on its day no contract is running, and one of those that ended
  last, before that day, was written off or repossessed.
#}
{% macro staged_recoveries() %}
select
  payments.payment_id,
  payments.account_id,
  accounts.opco_id,
  accounts.account_type,
  payments.paid_on,
  payments.amount
from ({{ staged_kept_payments() }}) as payments
inner join {{ ref('stg_accounts') }} as accounts on payments.account_id = accounts.account_id
inner join {{ ref('chk_contracts') }} as contracts on payments.account_id = contracts.account_id
where
  accounts.account_type <> 'utility'
  and contracts.was_active
  and payments.payment_type in ('instalment', 'bill')
group by
  payments.payment_id, payments.account_id, accounts.opco_id, accounts.account_type, payments.paid_on, payments.amount
having
  sum(
    case
      when contracts.runs_from <= payments.paid_on and (contracts.ended_on is null or contracts.ended_on > payments.paid_on) then 1
      else 0
    end
  ) = 0
  and max(case when contracts.ended_on <= payments.paid_on then contracts.ended_on end) < payments.paid_on
  and max(
    case
      when contracts.ended_on < payments.paid_on and contracts.end_reason in ('written_off', 'repossessed') then contracts.ended_on
    end
  ) = max(case when contracts.ended_on < payments.paid_on then contracts.ended_on end)
{% endmacro %}


{#
  Payments of utility and loan accounts by as_of_date, what reversals have left of them, that are no recoveries; refunds are
  negative.
#}
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
  and payments.payment_id not in (select recoveries.payment_id from ({{ staged_recoveries() }}) as recoveries)
{% endmacro %}


{#
  Billed bills with what was paid, by window (each payment held against each window) and by allocation, and what they are rated
  by either. One that its loan took out before the end of its window is rated by the end, or not at all.
#}
{% macro staged_rated_bills() %}
select
  judged.*,
  case
    when is_cut_off then loan_end_reason in ('written_off', 'repossessed')
    else bill_amount > 0 and paid_in_window < bill_amount - bill_tolerance
  end as is_window_default,
  case
    when is_cut_off then loan_end_reason in ('written_off', 'repossessed')
    else bill_amount > 0 and allocated_in_window < bill_amount - bill_tolerance
  end as is_default,
  not is_cut_off or loan_end_reason not in ('cancelled', 'restructured') as is_rated,
  row_number() over (partition by account_id order by ledger_on, due_on, bill_id) as bill_number
from (
  select
    bills.*,
    bills.window_to <= {{ as_of_date() }} as is_closed,
    coalesce(paid.amount, 0) as paid_in_window,
    coalesce(settled.in_window, 0) as allocated_in_window,
    coalesce(bills.loan_ended_on <= bills.window_to and bills.bill_amount > coalesce(settled.amount, 0), false) as is_cut_off
  from ({{ staged_bills() }}) as bills
  left join (
    select
      windows.bill_id,
      sum(money.amount) as amount
    from ({{ staged_bills() }}) as windows
    inner join (
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
        windows.account_id = money.account_id
        and money.paid_on between windows.window_from and windows.window_to
    group by windows.bill_id
  ) as paid on bills.bill_id = paid.bill_id
  left join (
    select
      windows.bill_id,
      sum(allocations.amount) as amount,
      sum(case when allocations.settled_on <= windows.window_to then allocations.amount else 0 end) as in_window
    from ({{ staged_bills() }}) as windows
    inner join {{ ref('int_allocations') }} as allocations on windows.bill_id = allocations.bill_id
    group by windows.bill_id
  ) as settled on bills.bill_id = settled.bill_id
  where bills.bill_amount >= 0 and not bills.is_opening
) as judged
{% endmacro %}
