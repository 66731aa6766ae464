-- At every snapshot an account has an oldest overdue bill exactly when bills of it are in arrears, and periods never overlap.
with

periods as (
  select
    *,
    lead(valid_from) over (partition by account_id order by valid_from) as next_from
  from {{ ref('int_bill_arrears_periods') }}
)

select
  account_id,
  valid_from as day_on
from periods
where
  valid_to > next_from
  or (valid_to is null and next_from is not null)
  or valid_from >= valid_to
  or valid_from <= oldest_due_on
union all
select
  receivables.account_id,
  receivables.snapshot_on as day_on
from {{ ref('fct_receivables_months') }} as receivables
where (receivables.arrears > 0) <> (receivables.oldest_due_on is not null)
