-- Closed bills with what was known about them when they fell due, and whether they were recovered. Grain: bill_id.
-- Nothing here looks past the due day but the outcome: a band made from the outcome would split perfectly and predict
-- nothing.
with

bills as (
  select * from {{ ref('fct_bills') }} where is_rated
),

accounts as (
  select * from {{ ref('int_accounts') }}
),

customers as (
  select * from {{ ref('stg_customers') }}
),

arrears_periods as (
  select * from {{ ref('int_bill_arrears_periods') }}
),

-- bills of the twelve months before that were short on their own due day, or when they came after it
histories as (
  select
    bill_id,
    account_id,
    due_on,
    bill_amount,
    is_window_closed,
    default_60d_allocated,
    sum(case when is_late then 1 else 0 end) over (
      partition by account_id order by {{ day_number('greatest(due_on, ledger_on)') }} range between 365 preceding and 1 preceding
    ) as late_bills,
    -- all bills of the opco that were due by then: the average that its collectors knew
    sum(bill_amount) over (
      partition by opco_id order by due_on range between unbounded preceding and current row
    ) as opco_billed,
    count(*) over (
      partition by opco_id order by due_on range between unbounded preceding and current row
    ) as opco_bills
  from bills
),

-- the outcome is known once the window is over
closed as (
  select
    histories.*,
    accounts.customer_id,
    accounts.account_type,
    accounts.region,
    accounts.tariff,
    accounts.opco_id as account_opco_id
  from histories
  inner join accounts on histories.account_id = accounts.account_id
  where histories.is_window_closed
)

select
  closed.bill_id,
  not closed.default_60d_allocated as is_recovered,
  -- how many days past due the account's oldest open bill was on the day this one fell due
  cast(coalesce({{ days_between('arrears_periods.oldest_due_on', 'closed.due_on') }}, 0) as {{ type_double() }}) as aging_band,
  {{ rate('closed.bill_amount * closed.opco_bills', 'closed.opco_billed') }} as amount_band,
  cast(customers.credit_score as {{ type_double() }}) as credit_score_band,
  cast(coalesce(closed.late_bills, 0) as {{ type_double() }}) as late_bills_band,
  closed.account_opco_id as opco,
  closed.account_type,
  closed.account_opco_id || ' / ' || closed.region as region,
  closed.tariff,
  customers.income_band,
  customers.tenure_band,
  case when customers.is_vulnerable then 'yes' when not customers.is_vulnerable then 'no' end as is_vulnerable,
  case when customers.prefers_direct_debit then 'yes' when not customers.prefers_direct_debit then 'no' end as prefers_direct_debit
from closed
inner join customers on closed.customer_id = customers.customer_id
left join arrears_periods
  on
    closed.account_id = arrears_periods.account_id
    and closed.due_on >= arrears_periods.valid_from
    and closed.due_on < coalesce(arrears_periods.valid_to, cast('9999-12-31' as date))
