-- Each default rate of fct_billing_kpis is the share of the bills with its own flag, by opco and for all.
{% set rates = [
  ('default_60d_rate', 'default_60d', 'is_window_closed'),
  ('default_60d_all_bills_rate', 'default_60d', 'is_rated'),
  ('default_60d_allocated_rate', 'default_60d_allocated', 'is_window_closed'),
  ('default_60d_allocated_all_bills_rate', 'default_60d_allocated', 'is_rated'),
  ('default_60d_balance_forward_rate', 'default_60d_balance_forward', 'is_window_closed'),
  ('default_60d_balance_forward_all_bills_rate', 'default_60d_balance_forward', 'is_rated'),
  ('default_60d_open_item_rate', 'default_60d_open_item', 'is_window_closed'),
  ('default_60d_open_item_all_bills_rate', 'default_60d_open_item', 'is_rated'),
  ('first_payment_default_rate', 'default_60d_allocated', 'is_window_closed and is_first_bill'),
] %}
with

bills as (
  select *, opco_id as slice from {{ ref('fct_bills') }} where is_rated
  union all
  select *, 'all' as slice from {{ ref('fct_bills') }} where is_rated
),

expected as (
  select
    slice,
    month_end,
    {% for rate_name, flag, population in rates -%}
    avg(case when {{ population }} then case when {{ flag }} then 1.0 else 0.0 end end) as {{ rate_name }}{{ ',' if not loop.last }}
    {% endfor %}
  from bills
  group by slice, month_end
)

select
  coalesce(expected.slice, kpis.opco_id) as opco_id,
  coalesce(expected.month_end, kpis.month_end) as month_end
from expected
full outer join {{ ref('fct_billing_kpis') }} as kpis
  on expected.slice = kpis.opco_id and expected.month_end = kpis.month_end
where
  (expected.slice is not null and kpis.opco_id is null)
  {% for rate_name, flag, population in rates -%}
  or (expected.{{ rate_name }} is null) <> (kpis.{{ rate_name }} is null)
  or abs(expected.{{ rate_name }} - kpis.{{ rate_name }}) > 0.000000001
  {% endfor %}
