-- What a contract received month by month is what it has paid, what fell due month by month is what is due; and the
-- contracts of an opco add up to its rates.
with

contract_months as (
  select * from {{ ref('fct_contract_repayment_months') }}
),

running as (
  select
    *,
    sum(received_in_month) over (partition by contract_id order by month_end) as received_so_far,
    sum(due_in_month) over (partition by contract_id order by month_end) as due_so_far
  from contract_months
),

opcos as (
  select
    month_end,
    opco_id,
    sum(applied) as applied,
    sum(due) as due,
    sum(financed) as financed,
    sum(case when has_reached_2x then 1 else 0 end) as reached
  from contract_months
  group by month_end, opco_id
),

kpis as (
  select
    month_end,
    dimension_value as opco_id,
    max(case when metric_id = 'repayment_rate_paid_vs_plan' then numerator end) as applied,
    max(case when metric_id = 'repayment_rate_paid_vs_plan' then denominator end) as due,
    max(case when metric_id = 'repayment_rate_paid_vs_financed' then denominator end) as financed,
    max(case when metric_id = 'ownership_rate_at_2x' then denominator end) as reached
  from {{ ref('fct_repayment_kpis') }}
  where dimension = 'opco'
  group by month_end, dimension_value
)

-- what was paid and due before a contract's books were taken over is in no month
select
  running.month_end,
  running.contract_id as place
from running
inner join {{ ref('int_contract_plans') }} as plans on running.contract_id = plans.contract_id
where
  running.received_so_far + plans.opening_paid_amount <> running.paid
  or running.due_so_far + plans.due_before_opening <> running.due
union all
select
  coalesce(opcos.month_end, kpis.month_end) as month_end,
  coalesce(opcos.opco_id, kpis.opco_id) as place
from opcos
full outer join kpis on opcos.month_end = kpis.month_end and opcos.opco_id = kpis.opco_id
where
  opcos.applied is distinct from kpis.applied
  or opcos.due is distinct from kpis.due
  or opcos.financed is distinct from kpis.financed
  or opcos.reached is distinct from kpis.reached
