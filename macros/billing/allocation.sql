{#
  First money settles first debits, as CTEs that end in fifo_matches (the columns of the line, money_number, debit_number,
  matched_amount). Both sides are rows of the line, a number that gives the order, and an amount above zero.
  Money and debits lie end to end on one line, that of an account; between two neighbouring ends lies one piece of one money
  and one debit. No row is compared with more than its neighbours, so the work grows with the rows.
#}
{% macro fifo_ctes(money, money_amount, debits, debit_amount, line=['account_id']) -%}
{%- set line = line | join(', ') -%}
fifo_ends as (
  select
    {{ line }},
    money_number,
    cast(null as bigint) as debit_number,
    cast(sum({{ money_amount }}) over (partition by {{ line }} order by money_number) as {{ money_sum_type() }}) as line_end
  from {{ money }}
  union all
  select
    {{ line }},
    cast(null as bigint) as money_number,
    debit_number,
    cast(sum({{ debit_amount }}) over (partition by {{ line }} order by debit_number) as {{ money_sum_type() }}) as line_end
  from {{ debits }}
),

fifo_points as (
  select
    {{ line }},
    line_end,
    max(money_number) as money_number,
    max(debit_number) as debit_number
  from fifo_ends
  group by {{ line }}, line_end
),

-- a piece belongs to the first money and the first debit that end at or after it
fifo_pieces as (
  select
    {{ line }},
    line_end - lag(line_end, 1, cast(0 as {{ money_sum_type() }})) over (partition by {{ line }} order by line_end) as piece,
    min(money_number) over (partition by {{ line }} order by line_end desc) as money_number,
    min(debit_number) over (partition by {{ line }} order by line_end desc) as debit_number
  from fifo_points
),

-- past the end of the money debits are open, past the end of the debits money is credit
fifo_matches as (
  select
    {{ line }},
    money_number,
    debit_number,
    cast(sum(piece) as {{ money_type() }}) as matched_amount
  from fifo_pieces
  where money_number is not null and debit_number is not null
  group by {{ line }}, money_number, debit_number
)
{%- endmacro %}


{# The methods by which money can be allocated to bills. #}
{% macro allocation_methods() %}{{ return(['balance_forward', 'open_item']) }}{% endmacro %}
