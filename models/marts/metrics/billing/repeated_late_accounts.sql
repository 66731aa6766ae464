-- Accounts with more than one late bill among those that fell due in the twelve months before as_of_date. Grain: account_id.
with

bills as (
  select * from {{ ref('fct_bills') }}
  where
    is_billed
    and due_on > {{ add_years(as_of_date(), -1) }}
    and due_on < {{ as_of_date() }}
),

aged as (
  select
    *,
    -- an open bill is late until today
    {{ days_between('due_on', 'coalesce(settled_on, left_on, ' ~ as_of_date() ~ ')') }} as days_to_settle
  from bills
)

select
  account_id,
  customer_id,
  opco_id,
  account_type,
  currency_code,
  region,
  cast(count(*) as bigint) as bills,
  cast(sum(case when is_late then 1 else 0 end) as bigint) as late_bills,
  {{ rate('sum(case when is_late then 1 else 0 end)', 'count(*)') | trim }} as late_share,
  max(case when is_late then days_to_settle end) as longest_delay_days,
  max(case when is_late then due_on end) as last_late_due_on,
  cast(sum(open_amount) as {{ money_type() }}) as open_amount
from aged
group by
  account_id,
  customer_id,
  opco_id,
  account_type,
  currency_code,
  region
having sum(case when is_late then 1 else 0 end) > 1
