-- Money paid, promises that matured, by the month they fall in. Grain: month_end, opco_id.
with

attributions as (
  select * from {{ ref('int_payment_attributions') }}
),

promises as (
  select * from {{ ref('fct_promises') }} where is_matured
),

-- a promise is judged in the month in which its last day of grace lies, so a closed month does not move
happenings as (
  select
    month_end,
    opco_id,
    amount as paid_amount,
    case when agent_id is not null then amount else 0 end as collections_revenue,
    0 as matured_promises,
    0 as kept_promises
  from attributions
  union all
  select
    matures_month_end as month_end,
    opco_id,
    0 as paid_amount,
    0 as collections_revenue,
    1 as matured_promises,
    case when promise_status = 'kept' then 1 else 0 end as kept_promises
  from promises
)

select
  month_end,
  opco_id,
  sum(paid_amount) as paid_amount,
  sum(collections_revenue) as collections_revenue,
  sum(matured_promises) as matured_promises,
  sum(kept_promises) as kept_promises
from happenings
group by month_end, opco_id
