-- What a forecaster without a model says at a cut-off: one success share for everybody. Grain: cutoff_on, opco_id.
with

cutoffs as (
  select * from {{ ref('int_smart_cutoffs') }}
),

attempts as (
  select * from {{ ref('int_smart_attempts') }} where is_resolved and is_first_attempt
),

opcos as (
  select distinct opco_id from {{ ref('int_smart_bills') }}
),

policies as (
  select * from {{ ref('int_policy_periods') }}
),

settings as (
  select * from {{ ref('int_smart_settings') }}
),

records as (
  select
    cutoffs.cutoff_on,
    attempts.opco_id,
    count(*) as resolved_attempts,
    sum(case when attempts.status = 'success' then 1 else 0 end) as successful_attempts
  from cutoffs
  inner join attempts on attempts.attempted_on between cutoffs.history_from_on and cutoffs.history_to_on
  group by cutoffs.cutoff_on, attempts.opco_id
)

-- beside it the baseline of the policy in force that day
select
  cutoffs.cutoff_on,
  opcos.opco_id,
  {{ rate(
    'coalesce(records.successful_attempts, 0) + settings.prior_successes',
    'coalesce(records.resolved_attempts, 0) + settings.prior_attempts'
  ) }} as flat_probability,
  cast(policies.baseline_first_attempt_rate as {{ type_double() }}) as policy_probability
from cutoffs
cross join opcos
cross join settings
inner join policies
  on
    opcos.opco_id = policies.opco_id
    and cutoffs.cutoff_on >= policies.valid_from
    and cutoffs.cutoff_on < policies.valid_to
left join records on cutoffs.cutoff_on = records.cutoff_on and opcos.opco_id = records.opco_id
