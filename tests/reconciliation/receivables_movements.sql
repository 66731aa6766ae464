-- Opening balance plus movements is the closing balance, and the buckets less the credit are that balance too. What leaves
-- with a loan only lowers the balance, a payoff only raises it, and recoveries do neither.
with

receivables as (
  select
    *,
    row_number() over (partition by account_id order by month_end) as month_number,
    lag(balance) over (partition by account_id order by month_end) as previous_balance
  from {{ ref('fct_receivables_months') }}
)

select *
from receivables
where
  opening_balance + billed + brought_forward + credited + paid + bonus + refunded + paid_off + left_with_loan
  is distinct from balance
  or waived + written_off + repossessed + cancelled + opted_out + restructured is distinct from left_with_loan
  or greatest(waived, written_off, repossessed, cancelled, opted_out, restructured, -paid_off, -recoveries) > 0
  or not_yet_due + days_1_30 + days_31_60 + days_61_90 + days_91_120 + days_121_180 + over_180 - unapplied_credit is distinct from balance
  or arrears > gross_receivables - not_yet_due
  or arrears < 0
  or least(not_yet_due, days_1_30, days_31_60, days_61_90, days_91_120, days_121_180, over_180, unapplied_credit) < 0
  or opening_balance is distinct from case when month_number = 1 then 0 else previous_balance end
