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


{#
  What the first waiting money of each account settles in a round, beside every row that the round carries. `rounds` holds
  debits that are open, money that waits and the clock of the account. First the bill that is named, then the oldest of the
  contract, then the oldest of the account.
#}
{% macro settled_in_a_round() %}
select
  ordered.*,
  case
    when not ordered.is_settling then 0
    when ordered.item_type = 'debit' then greatest(0, least(ordered.amount, ordered.unit_amount - ordered.asked_before))
    when ordered.item_type = 'money' and ordered.item_number = ordered.unit_number
      then least(ordered.amount, ordered.open_amount)
    else 0
  end as settled_amount
from (
  select
    looked.*,
    looked.unit_type = 'money' and looked.open_amount > 0 as is_settling,
    -- first the bill that is named, then the oldest of the contract, then the oldest of the account
    sum(case when looked.item_type = 'debit' then looked.amount else 0 end) over (
      partition by looked.allocation_method, looked.account_id
      order by
        case
          when looked.item_type <> 'debit' then 3
          when looked.item_number = looked.unit_wanted then 0
          when looked.contract_id = looked.unit_contract then 1
          else 2
        end,
        looked.item_number
      rows between unbounded preceding and current row
    ) - case when looked.item_type = 'debit' then looked.amount else 0 end as asked_before
  from (
    select
      rounds.*,
      sum(case when item_type = 'debit' then amount else 0 end) over (partition by allocation_method, account_id) as open_amount,
      first_value(item_type) over waiting_first as unit_type,
      first_value(item_number) over waiting_first as unit_number,
      first_value(wanted_number) over waiting_first as unit_wanted,
      first_value(contract_id) over waiting_first as unit_contract,
      first_value(amount) over waiting_first as unit_amount
    from rounds
    where item_type <> 'settled'
    window waiting_first as (
      partition by allocation_method, account_id
      order by case item_type when 'money' then 0 else 1 end, item_number
    )
  ) as looked
) as ordered
{% endmacro %}
