-- Bank transactions of Smart Collect's customers by as_of_date. Grain: transaction_id.
with

transactions as (
  select * from {{ ref('stg_bank_transactions') }} where booked_on <= {{ as_of_date() }}
),

customers as (
  select * from {{ ref('int_smart_customers') }}
),

collected as (
  select distinct
    customer_id,
    attempted_on,
    amount
  from {{ ref('int_smart_attempts') }}
  where status = 'success'
)

select
  transactions.transaction_id,
  transactions.customer_id,
  transactions.booked_at,
  transactions.booked_on,
  {{ minor_units('transactions.amount') }} as cents,
  transactions.balance_after,
  {{ minor_units('transactions.balance_after') }} as balance_cents,
  -- a salary is named by its category or by the word in the narration
  transactions.amount > 0 and (
    coalesce(lower(transactions.category), '') = 'salary'
    or {{ text_matches("coalesce(lower(transactions.narration), '')", '(^|[^a-z])salary([^a-z]|$)') }}
  ) as is_named_salary,
  -- a debit of the day and amount of a successful attempt is the instalment itself, not other spending
  transactions.amount < 0 and collected.customer_id is null as is_other_outflow,
  min(transactions.booked_on) over (partition by transactions.customer_id) as first_booked_on,
  lead(transactions.booked_on) over (
    partition by transactions.customer_id
    order by transactions.booked_at, transactions.transaction_id
  ) as next_booked_on
from transactions
inner join customers on transactions.customer_id = customers.customer_id
left join collected
  on
    transactions.customer_id = collected.customer_id
    and transactions.booked_on = collected.attempted_on
    and -transactions.amount = collected.amount
