{#
  For tests: the policy column of an opco on each day, read from staging. A select over relation `days` (opco_id, on_day):
  the latest policy on or before the day, before the first the first.
#}
{% macro policy_on_days(days, column) %}
select opco_id, on_day, {{ column }}
from (
  select
    {{ days }}.opco_id,
    {{ days }}.on_day,
    policies.{{ column }},
    row_number() over (
      partition by {{ days }}.opco_id, {{ days }}.on_day
      order by
        case when policies.valid_from <= {{ days }}.on_day then 0 else 1 end,
        case when policies.valid_from <= {{ days }}.on_day then {{ days_between('policies.valid_from', days ~ '.on_day') }} end,
        policies.valid_from
    ) as policy_rank
  from {{ days }}
  inner join {{ ref('stg_policies') }} as policies on {{ days }}.opco_id = policies.opco_id
) as ranked
where policy_rank = 1
{% endmacro %}


{# For tests: carried-out actions up to as_of_date with their opco and month, read from staging. #}
{% macro staged_actions() %}
select
  actions.*,
  accounts.opco_id,
  {{ month_end_of('actions.action_on') }} as month_end,
  case when outcomes.is_connected then 1 else 0 end as connected,
  case when outcomes.is_right_party then 1 else 0 end as right_party,
  case when (outcomes.is_promise or actions.action_type = 'promise')
    and actions.promised_amount > 0 and actions.promised_for is not null then 1 else 0 end as promised
from {{ ref('stg_actions') }} as actions
inner join {{ ref('stg_accounts') }} as accounts on actions.account_id = accounts.account_id
left join {{ ref('action_outcomes') }} as outcomes on actions.new_status = outcomes.new_status
where
  actions.action_on <= {{ as_of_date() }}
  and (coalesce(actions.is_holdout, false) = false or actions.action_type in ('arrangement_agreed', 'arrangement_broken'))
{% endmacro %}


{# For tests: instalments and bill payments, what reversals dated by as_of_date have left of them, read from staging. #}
{% macro collected_payments() %}
select payments.*, accounts.opco_id, {{ month_end_of('payments.paid_on') }} as month_end
from ({{ staged_kept_payments() }}) as payments
inner join {{ ref('stg_accounts') }} as accounts on payments.account_id = accounts.account_id
where payments.payment_type in ('instalment', 'bill')
{% endmacro %}


{#
  For tests: compares relation `expected` (keys, numerator, denominator) with columns of a mart; returns what differs.
  A row on one side only is a difference unless its denominator is 0 there. scale: 100 for percent.
  With denominator_column none, counts and money are compared, and `value` is not.
#}
{% macro compare_collections(mart, keys, numerator_column, denominator_column=none, value_column=none, scale=1) %}
{%- set columns = [{'name': 'numerator', 'actual': 'actual.' ~ numerator_column}] -%}
{%- set also = [] -%}
{%- if denominator_column -%}
  {%- do columns.append({'name': 'denominator', 'actual': 'actual.' ~ denominator_column}) -%}
  {%- do also.append('(coalesce(expected.denominator, 0) = 0) <> (actual.' ~ value_column ~ ' is null)') -%}
  {%- do also.append(
    'abs(actual.' ~ value_column ~ ' * expected.denominator - ' ~ scale ~ ' * expected.numerator) > 0.000001 * expected.denominator'
  ) -%}
{%- endif -%}
{{ differences(ref(mart), keys=keys, columns=columns, also=also, absent_is_zero=true) }}
{% endmacro %}


{# For tests: the CTEs up to `contacts`, every agent contact in whose window a payment came; rank 1 counts. #}
{% macro ranked_contacts_ctes() %}
actions as (
  {{ staged_actions() }}
),

payments as (
  {{ collected_payments() }}
),

days as (
  select distinct opco_id, action_on as on_day from actions
),

windows as (
  {{ policy_on_days('days', 'attribution_window_days') }}
),

-- every contact in whose window a payment came; the last one counts
contacts as (
  select
    payments.payment_id,
    payments.opco_id,
    payments.month_end,
    payments.amount,
    actions.agent_id,
    row_number() over (partition by payments.payment_id order by actions.action_at desc, actions.action_id desc) as contact_rank
  from payments
  inner join actions
    on
      payments.account_id = actions.account_id
      and payments.paid_at >= actions.action_at
      and actions.agent_id is not null
  inner join windows on actions.opco_id = windows.opco_id and actions.action_on = windows.on_day
  where {{ days_between('actions.action_on', 'payments.paid_on') }} <= windows.attribution_window_days
),
{% endmacro %}


{# For tests: the CTEs up to `contracted`, the accounts contracted at each snapshot, straight from staging. #}
{% macro contracted_ctes() %}
months as (
  select month_end, snapshot_on from {{ ref('int_months') }}
),

-- contracted at the snapshot: with a contract that runs, or, where nobody's contracts say so, once installed and not closed
contracted as (
  select distinct
    months.month_end,
    months.snapshot_on,
    accounts.account_id,
    accounts.opco_id,
    accounts.customer_id
  from {{ ref('chk_accounts') }} as stories
  inner join {{ ref('stg_accounts') }} as accounts on stories.account_id = accounts.account_id
  inner join months on stories.told_from <= months.snapshot_on
  left join {{ ref('stg_contracts') }} as contracts
    on
      accounts.account_id = contracts.account_id
      and contracts.contract_type <> 'upfront'
      and months.snapshot_on >= contracts.fulfilled_on
      and (contracts.ended_on is null or months.snapshot_on < contracts.ended_on)
  where
    (stories.is_by_install and (stories.closes_on is null or months.snapshot_on < stories.closes_on))
    or contracts.contract_id is not null
),
{% endmacro %}
