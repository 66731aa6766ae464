-- Flows and balances of the ledger by month and opco, in the opco's currency. Grain: month_end, opco_id.
with

receivables as (
  select * from {{ ref('int_receivables_months') }}
),

months as (
  select * from {{ ref('int_months') }}
),

-- cash is what was paid in, less what was paid back; bonuses and negative bills are none
summed as (
  select
    opco_id,
    month_end,
    max(currency_code) as currency_code,
    cast(sum(billed) as decimal(28, 2)) as billed,
    cast(-sum(paid) - sum(refunded) as decimal(28, 2)) as cash,
    cast(sum(gross_receivables) as decimal(28, 2)) as closing_receivables,
    cast(sum(not_yet_due) as decimal(28, 2)) as closing_not_yet_due,
    cast(sum(arrears) as decimal(28, 2)) as arrears,
    cast(sum(unapplied_credit) as decimal(28, 2)) as unapplied_credit
  from receivables
  group by opco_id, month_end
)

select
  summed.*,
  months.is_month_closed,
  {{ days_between('months.month_start', 'months.snapshot_on') }} + 1 as days_in_month_so_far,
  lag(summed.closing_receivables, 1, cast(0 as decimal(28, 2))) over (
    partition by summed.opco_id
    order by summed.month_end
  ) as opening_receivables
from summed
inner join months on summed.month_end = months.month_end
