-- The aging buckets at the last snapshot, aged again bill by bill and refund by refund.
with

open_items as (
  select
    account_id,
    open_amount,
    {{ days_between('due_on', as_of_date()) }} as days_past_due
  from {{ ref('fct_bills') }}
  where open_amount > 0
  union all
  select
    account_id,
    -unapplied as open_amount,
    {{ days_between('paid_on', as_of_date()) }} as days_past_due
  from {{ ref('fct_payments') }}
  where payment_type = 'refund' and unapplied < 0
),

aged as (
  select
    account_id,
    sum(case when days_past_due <= 0 then open_amount else 0 end) as not_yet_due,
    sum(case when days_past_due between 1 and 30 then open_amount else 0 end) as days_1_30,
    sum(case when days_past_due between 31 and 60 then open_amount else 0 end) as days_31_60,
    sum(case when days_past_due between 61 and 90 then open_amount else 0 end) as days_61_90,
    sum(case when days_past_due between 91 and 120 then open_amount else 0 end) as days_91_120,
    sum(case when days_past_due between 121 and 180 then open_amount else 0 end) as days_121_180,
    sum(case when days_past_due > 180 then open_amount else 0 end) as over_180
  from open_items
  group by account_id
),

found as (
  select * from {{ ref('fct_receivables_months') }} where snapshot_on = {{ as_of_date() }}
)

select
  found.account_id as found_account_id,
  aged.account_id as expected_account_id
from found
full outer join aged on found.account_id = aged.account_id
where
  {% for column, aging_bucket in aging_columns() -%}
  {{ 'or ' if not loop.first }}coalesce(found.{{ column }}, 0) <> coalesce(aged.{{ column }}, 0)
  {% endfor %}
