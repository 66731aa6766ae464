-- Bills counted by month of period_end. Grain: month_end, opco_id ('all' for the group).
with

bills as (
  select * from {{ ref('fct_bills') }} where is_billed
),

by_opco as (
  select
    month_end,
    opco_id,
    {% for name, condition in bill_counts() -%}
    cast(sum(case when {{ condition }} then 1 else 0 end) as bigint) as {{ name }}{{ ',' if not loop.last }}
    {% endfor %}
  from bills
  group by month_end, opco_id
)

select * from by_opco
union all
select
  month_end,
  'all' as opco_id,
  {% for name, condition in bill_counts() -%}
  cast(sum({{ name }}) as bigint) as {{ name }}{{ ',' if not loop.last }}
  {% endfor %}
from by_opco
group by month_end
