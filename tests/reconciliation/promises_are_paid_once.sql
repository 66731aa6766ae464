-- No payment counts for two promises, none more than it was, and what became of a promise follows from its own row.
with

payments as (
  {{ collected_payments() }}
),

paid as (
  select account_id, sum(amount) as amount from payments group by account_id
),

promised as (
  select account_id, sum(paid_amount) as amount from {{ ref('fct_promises') }} group by account_id
)

select 'more than was paid' as fault, promised.account_id as row_key
from promised
left join paid on promised.account_id = paid.account_id
where promised.amount > coalesce(paid.amount, 0)
union all
select 'status does not follow' as fault, action_id as row_key
from {{ ref('fct_promises') }}
where
  (promise_status = 'kept') <> (paid_amount >= promised_amount)
  or (promise_status = 'kept') <> (kept_on is not null)
  or (promise_status = 'broken') <> (broken_on is not null)
  or (promise_status = 'open' and is_matured)
  or kept_on < promised_on
  or kept_on > matures_on
