-- Receivables of each utility and loan account at each month's snapshot. Grain: account_id, month_end.
-- From the first ledger movement or the month its story begins in, whichever is earlier, through the month of as_of_date.
with

accounts as (
  select * from {{ ref('int_accounts') }} where account_type in ('utility', 'loan')
),

months as (
  select * from {{ ref('int_months') }}
),

changes as (
  select * from {{ ref('int_receivables_changes') }}
),

first_changes as (
  select
    account_id,
    min(month_index) as first_month_index
  from changes
  group by account_id
),

starts as (
  select
    accounts.account_id,
    accounts.opco_id,
    accounts.currency_code,
    least(
      coalesce(first_changes.first_month_index, {{ month_index('accounts.history_from') }}),
      coalesce({{ month_index('accounts.history_from') }}, first_changes.first_month_index)
    ) as first_month_index
  from accounts
  left join first_changes on accounts.account_id = first_changes.account_id
),

account_months as (
  select
    starts.account_id,
    starts.opco_id,
    starts.currency_code,
    months.month_end,
    months.month_index,
    months.snapshot_on,
    months.is_month_closed
  from starts
  inner join months on starts.first_month_index <= months.month_index
),

-- a balance is what all changes up to the snapshot add up to
summed as (
  select
    account_months.*,
    {% for column, aging_bucket in aging_columns() -%}
    cast(sum(coalesce(changes.{{ column }}, 0)) over account_line as {{ money_type() }}) as {{ column }},
    {% endfor -%}
    {% for movement in ledger_movements() + ['recoveries'] -%}
    cast(coalesce(changes.{{ movement }}, 0) as {{ money_type() }}) as {{ movement }},
    {% endfor -%}
    cast(sum(coalesce(changes.overdue_refunds, 0)) over account_line as {{ money_type() }}) as overdue_refunds,
    cast(sum(coalesce(changes.unapplied_credit, 0)) over account_line as {{ money_type() }}) as unapplied_credit
  from account_months
  left join changes
    on
      account_months.account_id = changes.account_id
      and account_months.month_index = changes.month_index
  window account_line as (partition by account_months.account_id order by account_months.month_index)
),

totalled as (
  select
    *,
    cast(
      {% for column, aging_bucket in aging_columns() %}{{ ' + ' if not loop.first }}{{ column }}{% endfor %} as {{ money_type() }}
    ) as gross_receivables,
    cast({% for movement in leaving_movements() %}{{ ' + ' if not loop.first }}{{ movement }}{% endfor %} as {{ money_type() }}) as left_with_loan
  from summed
)

select
  *,
  -- arrears are bills that are due and unpaid; an open refund is owed to the company and is no bill
  cast(gross_receivables - not_yet_due - overdue_refunds as {{ money_type() }}) as arrears,
  cast(gross_receivables - unapplied_credit as {{ money_type() }}) as balance
from totalled
