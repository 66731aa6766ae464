-- What was still to be collected of an instalment, as seen from each cut-off. Grain: cutoff_on, bill_id.
-- As of as_of_date every instalment is here, of a past cut-off those that it predicts.
with

cutoffs as (
  select * from {{ ref('int_smart_cutoffs') }}
),

bills as (
  select * from {{ ref('int_smart_bills') }}
),

allocations as (
  select * from {{ ref('int_allocations') }} where bill_id is not null
),

prepaid_amounts as (
  select * from {{ ref('int_smart_prepaid_amounts') }}
),

-- S12: the back-test judges what was open then, of what was known, due in the month after and not gone with its loan
seen as (
  select
    cutoffs.cutoff_on,
    cutoffs.is_live,
    bills.bill_id,
    bills.customer_id,
    bills.due_on,
    bills.emi_amount
  from cutoffs
  inner join bills
    on
      cutoffs.is_live
      or (
        cutoffs.cutoff_on >= bills.known_on
        and cutoffs.cutoff_on < bills.due_on
        and cutoffs.horizon_on >= bills.due_on
        and (bills.loan_ended_on is null or cutoffs.cutoff_on < bills.loan_ended_on)
      )
),

-- a day's allocation stands for ever, so what had settled by then is what a build of that day would say
settled as (
  select
    seen.cutoff_on,
    seen.bill_id,
    sum(allocations.amount) as amount
  from seen
  inner join allocations on seen.bill_id = allocations.bill_id and seen.cutoff_on >= allocations.settled_on
  group by seen.cutoff_on, seen.bill_id
)

select
  seen.cutoff_on,
  seen.is_live,
  seen.bill_id,
  seen.customer_id,
  seen.due_on,
  cast(
    seen.emi_amount - coalesce(settled.amount, 0) - coalesce(prepaid_amounts.prepaid_amount, 0) as {{ money_type() }}
  ) as open_amount
from seen
left join settled on seen.cutoff_on = settled.cutoff_on and seen.bill_id = settled.bill_id
left join prepaid_amounts
  on seen.cutoff_on = prepaid_amounts.cutoff_on and seen.bill_id = prepaid_amounts.bill_id
