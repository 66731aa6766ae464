{#
  First money settles first debits, as CTEs that end in fifo_matches (account_id, money_number, debit_number,
  matched_amount). Both sides are rows of account_id, a number that gives the order, and an amount above zero.
  Money and debits lie end to end on one line per account; between two neighbouring ends lies one piece of one money
  and one debit. No row is compared with more than its neighbours, so the work grows with the rows.
#}
{% macro fifo_ctes(money, money_amount, debits, debit_amount) -%}
fifo_ends as (
  select
    account_id,
    money_number,
    cast(null as bigint) as debit_number,
    cast(sum({{ money_amount }}) over (partition by account_id order by money_number) as decimal(28, 2)) as line_end
  from {{ money }}
  union all
  select
    account_id,
    cast(null as bigint) as money_number,
    debit_number,
    cast(sum({{ debit_amount }}) over (partition by account_id order by debit_number) as decimal(28, 2)) as line_end
  from {{ debits }}
),

fifo_points as (
  select
    account_id,
    line_end,
    max(money_number) as money_number,
    max(debit_number) as debit_number
  from fifo_ends
  group by account_id, line_end
),

-- a piece belongs to the first money and the first debit that end at or after it
fifo_pieces as (
  select
    account_id,
    line_end - lag(line_end, 1, cast(0 as decimal(28, 2))) over (partition by account_id order by line_end) as piece,
    min(money_number) over (partition by account_id order by line_end desc) as money_number,
    min(debit_number) over (partition by account_id order by line_end desc) as debit_number
  from fifo_points
),

-- past the end of the money debits are open, past the end of the debits money is credit
fifo_matches as (
  select
    account_id,
    money_number,
    debit_number,
    cast(sum(piece) as decimal(18, 2)) as matched_amount
  from fifo_pieces
  where money_number is not null and debit_number is not null
  group by account_id, money_number, debit_number
)
{%- endmacro %}


{#
  How many ends of loans the busiest account has that may leave bills open: each needs one step, because what the second
  leaves depends on the first. 3 where there is no table to ask (parsing, unit tests).
#}
{% macro loan_end_passes(relation) %}
  {% if not execute or relation.is_cte or flags.WHICH not in ('run', 'build') %}{{ return(3) }}{% endif %}
  {% set found = run_query("select coalesce(max(end_rank), 0) from " ~ relation).rows[0][0] %}
  {{ return(found | int) }}
{% endmacro %}


{# The methods by which money can be allocated to bills. #}
{% macro allocation_methods() %}{{ return(['balance_forward', 'open_item']) }}{% endmacro %}
