-- Median of a day's other outflow in the full months before a cut-off. Grain: cutoff_on, customer_id.
-- Days without an outflow count as 0 and are counted, not stored: no row per day.
with

transactions as (
  select * from {{ ref('int_smart_transactions') }}
),

cutoffs as (
  select * from {{ ref('int_smart_cutoffs') }}
),

-- the bank history may begin later than the months looked at
spans as (
  select
    cutoffs.cutoff_on,
    transactions.customer_id,
    max({{ days_between(
      'greatest(cutoffs.history_from_on, transactions.first_booked_on)', 'cutoffs.history_to_on'
    ) }} + 1) as days
  from cutoffs
  inner join transactions on transactions.booked_on between cutoffs.history_from_on and cutoffs.history_to_on
  group by cutoffs.cutoff_on, transactions.customer_id
),

day_outflows as (
  select
    customer_id,
    booked_on,
    cast(-sum(cents) as bigint) as cents
  from transactions
  where is_other_outflow
  group by customer_id, booked_on
),

ranked as (
  select
    cutoffs.cutoff_on,
    day_outflows.customer_id,
    day_outflows.cents,
    count(*) over (partition by cutoffs.cutoff_on, day_outflows.customer_id) as outflow_days,
    row_number() over (
      partition by cutoffs.cutoff_on, day_outflows.customer_id order by day_outflows.cents, day_outflows.booked_on
    ) as outflow_rank
  from cutoffs
  inner join day_outflows on day_outflows.booked_on between cutoffs.history_from_on and cutoffs.history_to_on
),

-- the two middle days of all; they are one day when the count is odd
middles as (
  select
    spans.cutoff_on,
    spans.customer_id,
    spans.days,
    {{ int_div('spans.days + 1', '2') }} as lower_place,
    {{ int_div('spans.days + 2', '2') }} as upper_place
  from spans
),

-- quiet days come first, so an outflow stands behind them
placed as (
  select
    middles.*,
    ranked.cents,
    ranked.outflow_rank + middles.days - ranked.outflow_days as place
  from middles
  left join ranked on middles.cutoff_on = ranked.cutoff_on and middles.customer_id = ranked.customer_id
)

select
  cutoff_on,
  customer_id,
  days as history_days,
  {{ cents_to_money(rate(
    'coalesce(sum(case when place = lower_place then cents end), 0)'
    ' + coalesce(sum(case when place = upper_place then cents end), 0)',
    '2'
  )) }} as median_daily_other_outflow
from placed
group by cutoff_on, customer_id, days
