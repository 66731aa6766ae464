{# Rows for the tests of Smart Collect, read from staging and fct_bills by a route of their own. #}


{# A threshold as a scalar. #}
{% macro smart_threshold(name) %}
(
  select cast(thresholds.value as {{ type_double() }})
  from {{ ref('smart_collect_thresholds') }} as thresholds
  where thresholds.threshold_id = '{{ name }}'
)
{%- endmacro %}


{# The months looked at, one row: the last full months by as_of_date. #}
{% macro smart_months() %}
select
  {{ add_months(month_start_of('last_full'), '1 - ' ~ smart_threshold('history_months')) }} as first_day,
  last_full as last_day
from (
  select case
    when {{ as_of_date() }} = {{ month_end_of(as_of_date()) }} then {{ as_of_date() }}
    else {{ add_days(month_start_of(as_of_date()), -1) }}
  end as last_full
) as ends
{% endmacro %}


{# Loan accounts whose currency is that of their customer's opco. #}
{% macro staged_loan_accounts() %}
select
  accounts.account_id,
  accounts.customer_id,
  accounts.opco_id,
  own.timezone
from {{ ref('stg_accounts') }} as accounts
inner join {{ ref('stg_customers') }} as customers on accounts.customer_id = customers.customer_id
inner join {{ ref('stg_opcos') }} as own on customers.opco_id = own.opco_id
inner join {{ ref('stg_opcos') }} as lenders on accounts.opco_id = lenders.opco_id
where
  accounts.account_type = 'loan'
  and accounts.installed_on <= {{ as_of_date() }}
  and own.currency_code = lenders.currency_code
{% endmacro %}


{# Instalments that fell due in the months looked at and were not void by then. #}
{% macro staged_due_instalments() %}
select
  accounts.customer_id,
  bills.bill_id,
  bills.due_on,
  bills.bill_amount,
  settled.settled_on
from {{ ref('stg_bills') }} as bills
inner join ({{ staged_loan_accounts() }}) as accounts on bills.account_id = accounts.account_id
inner join {{ ref('fct_bills') }} as settled on bills.bill_id = settled.bill_id
inner join ({{ smart_months() }}) as months on bills.due_on between months.first_day and months.last_day
left join {{ ref('stg_contracts') }} as loans
  on bills.contract_id = loans.contract_id and loans.contract_type = 'loan' and bills.due_on >= loans.ended_on
where
  bills.bill_amount > 0
  and (settled.settled_on is not null or loans.contract_id is null)
{% endmacro %}


{# Attempts on loan accounts by as_of_date of customers who have an instalment. #}
{% macro staged_loan_attempts() %}
select
  attempts.*,
  accounts.customer_id,
  accounts.opco_id,
  -- nobody tried the bill before it; without a bill only the number can tell
  case
    when attempts.bill_id is null then attempts.attempt_number = 1
    else not exists (
      select 1
      from {{ ref('stg_attempts') }} as earlier
      where
        earlier.bill_id = attempts.bill_id
        and (
          earlier.attempted_at < attempts.attempted_at
          or (earlier.attempted_at = attempts.attempted_at and earlier.attempt_id < attempts.attempt_id)
        )
    )
  end as is_first
from {{ ref('stg_attempts') }} as attempts
inner join ({{ staged_loan_accounts() }}) as accounts on attempts.account_id = accounts.account_id
where
  attempts.attempted_on <= {{ as_of_date() }}
  and accounts.customer_id in (
    select owners.customer_id
    from {{ ref('stg_bills') }} as bills
    inner join ({{ staged_loan_accounts() }}) as owners on bills.account_id = owners.account_id
    where bills.bill_amount > 0
  )
{% endmacro %}


{# Attempts with a result in the months looked at. #}
{% macro staged_resolved_attempts() %}
select attempts.*
from ({{ staged_loan_attempts() }}) as attempts
inner join ({{ smart_months() }}) as months on attempts.attempted_on between months.first_day and months.last_day
where attempts.status <> 'pending'
{% endmacro %}


{# The result of each due instalment, told from the list of its attempts. #}
{% macro staged_results() %}
select
  due.*,
  coalesce(tries.attempts, 0) as attempts,
  case
    when due.settled_on is not null then 'collected'
    when tries.attempts > 0 and tries.not_failed = 0 then 'failed'
    else 'pending'
  end as result
from ({{ staged_due_instalments() }}) as due
left join (
  select
    bill_id,
    count(*) as attempts,
    count(case when status <> 'failed' then 1 end) as not_failed
  from ({{ staged_loan_attempts() }}) as attempts
  group by bill_id
) as tries on due.bill_id = tries.bill_id
{% endmacro %}


{# The median of a column by customer, by counting to the middle: no aggregate of the engine is trusted. #}
{% macro counted_median(source, value) %}
select
  customer_id,
  avg(cast({{ value }} as {{ type_double() }})) as middle
from (
  select
    customer_id,
    {{ value }},
    row_number() over (partition by customer_id order by {{ value }}) as place,
    count(*) over (partition by customer_id) as places
  from {{ source }}
) as placed
where 2 * place between places and places + 2
group by customer_id
{% endmacro %}
