-- Bills of utility and loan accounts: what was paid, by which definition it is a default, when it was settled. Grain: bill_id.
with

bills as (
  select * from {{ ref('int_ledger_bills') }}
),

rated_bills as (
  select * from {{ ref('int_rated_bills') }}
),

accounts as (
  select * from {{ ref('int_accounts') }}
),

customers as (
  select * from {{ ref('stg_customers') }}
)

select
  bills.bill_id,
  bills.account_id,
  accounts.customer_id,
  bills.opco_id,
  bills.account_type,
  bills.contract_id,
  accounts.currency_code,
  {{ month_end_of('bills.period_end') }} as month_end,
  bills.period_start,
  bills.period_end,
  bills.issued_on,
  bills.ledger_on,
  bills.due_on,
  bills.window_from,
  bills.window_to,
  bills.bill_amount,
  bills.usage_quantity,
  bills.bill_tolerance,
  bills.is_void,
  bills.is_in_ledger,
  bills.is_window_closed,
  bills.is_opening,
  bills.credits_bill_id,
  coalesce(rated_bills.is_billed, false) as is_billed,
  coalesce(rated_bills.is_rated, false) as is_rated,
  coalesce(rated_bills.is_billed and rated_bills.bill_number = 1, false) as is_first_bill,
  rated_bills.paid_in_window,
  rated_bills.default_60d,
  rated_bills.paid_before_window,
  rated_bills.allocated,
  rated_bills.allocated_in_window,
  rated_bills.default_60d_allocated,
  rated_bills.default_60d_balance_forward,
  rated_bills.default_60d_open_item,
  rated_bills.credited,
  rated_bills.settled_on,
  rated_bills.left_on,
  case when rated_bills.left_on is not null then bills.loan_end_reason end as left_reason,
  -- what left with its loan is owed no more
  cast(
    case when rated_bills.left_on is null then rated_bills.bill_amount - rated_bills.allocated else 0 end as {{ money_type() }}
  ) as open_amount,
  rated_bills.is_late,
  accounts.region,
  accounts.tariff,
  coalesce(customers.income_band, 'unknown') as income_band,
  coalesce(customers.tenure_band, 'unknown') as tenure_band,
  customers.is_vulnerable,
  customers.prefers_direct_debit
from bills
inner join accounts on bills.account_id = accounts.account_id
inner join customers on accounts.customer_id = customers.customer_id
left join rated_bills on bills.bill_id = rated_bills.bill_id
