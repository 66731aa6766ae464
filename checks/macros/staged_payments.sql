{#
  For tests: payments by as_of_date with what is left of them. Each is added up with the reversals that name it, whatever
  their number; what adds up to nothing never was money.
#}
{% macro staged_kept_payments() %}
select
  payments.payment_id,
  payments.account_id,
  payments.contract_id,
  payments.bill_id,
  payments.paid_at,
  payments.paid_on,
  payments.payment_type,
  kept.amount
from {{ ref('stg_payments') }} as payments
inner join (
  select
    coalesce(moved.reverses_payment_id, moved.payment_id) as payment_id,
    sum(moved.amount) as amount
  from {{ ref('stg_payments') }} as moved
  where moved.paid_on <= {{ as_of_date() }}
  group by coalesce(moved.reverses_payment_id, moved.payment_id)
) as kept on payments.payment_id = kept.payment_id
where
  payments.payment_type <> 'reversal'
  and payments.paid_on <= {{ as_of_date() }}
  and kept.amount <> 0
{% endmacro %}
