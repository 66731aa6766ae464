-- success_rate: collected / (collected + failed).
with

results as (
  {{ staged_results() }}
),

expected as (
  select
    customer_id,
    sum(case when result = 'collected' then 1 else 0 end) as numerator,
    sum(case when result in ('collected', 'failed') then 1 else 0 end) as denominator
  from results
  group by customer_id
)

-- the denominator is the sum of two columns, so the quotient is compared here
select
  expected.customer_id,
  expected.numerator,
  expected.denominator,
  found.success_rate
from expected
full outer join {{ ref('smart_collect_summary') }} as found on expected.customer_id = found.customer_id
where
  coalesce(expected.numerator, 0) <> coalesce(found.instalments_collected, 0)
  or coalesce(expected.denominator, 0) <> coalesce(found.instalments_collected + found.instalments_failed, 0)
  or (coalesce(expected.denominator, 0) = 0) <> (found.success_rate is null)
  or abs(found.success_rate * expected.denominator - expected.numerator) > 0.000001
