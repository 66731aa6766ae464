-- Attempts to collect by as_of_date, and which of them was the first on its bill. Grain: attempt_id.
with

attempts as (
  select * from {{ ref('stg_attempts') }} where attempted_on <= {{ as_of_date() }}
),

-- S11: in the order of time, whatever number an attempt carries
placed as (
  select
    *,
    row_number() over (partition by bill_id order by attempted_at, attempt_id) as place_on_bill
  from attempts
)

-- of an attempt that names no bill nothing but its number is known
select
  attempt_id,
  account_id,
  contract_id,
  bill_id,
  attempted_at,
  attempted_on,
  attempt_number,
  method,
  status,
  amount,
  balance_at_attempt,
  case when bill_id is null then attempt_number = 1 else place_on_bill = 1 end as is_first_attempt,
  -- a pending attempt has no result yet and says nothing
  status in ('success', 'failed') as is_resolved
from placed
