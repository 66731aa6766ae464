-- What is left of each debit to be settled by money in its order, by both methods. Grain: allocation_method, account_id,
-- debit_number. What was kept for a bill settles it on the day that it enters the ledger and is not to be settled again.
with

debits as (
  select * from {{ ref('int_ledger_debits') }}
),

kept as (
  select
    allocation_method,
    bill_id,
    sum(amount) as amount
  from {{ ref('int_money_pieces') }}
  where piece_type = 'kept'
  group by allocation_method, bill_id
)

{% for method in allocation_methods() -%}
select
  '{{ method }}' as allocation_method,
  debits.account_id,
  debits.opco_id,
  debits.debit_number,
  debits.debit_type,
  debits.bill_id,
  {{ 'debits.contract_id' if method == 'open_item' else 'cast(null as ' ~ dbt.type_string() ~ ') as contract_id' }},
  debits.ledger_on,
  debits.loan_ended_on,
  cast(debits.amount - coalesce(kept.amount, 0) as {{ money_type() }}) as amount
from debits
left join kept
  on
    debits.bill_id = kept.bill_id
    and kept.allocation_method = '{{ method }}'
{{ 'union all' if not loop.last }}
{% endfor %}
