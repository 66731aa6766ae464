{# I5: what a reversal takes back. The steps of judged_payments that compare payments with each other. #}

{#
  A reversal names a payment of its account that is dated no later by the local day, and takes back no more than it
  was. It is held against the version of the payment that would be kept.
#}
{% macro reversal_candidates(table) %}
-- payments that a reversal names
named_payments as (
  select *
  from linked_judged
  where payment_id in (select naming.reverses_payment_id from linked_judged as naming where naming.payment_type = 'reversal')
),

{{ version_ctes('named_payments', 'named_versions', table) }}

-- the local day of payments and reversals is that of their opco
opco_timezones as (
  select
    opcos.opco_id,
    timezones.timezone
  from {{ ref('judged_opcos') }} as opcos
  inner join {{ ref('timezones') }} as timezones on lower(opcos.timezone) = lower(timezones.timezone)
  where opcos.row_status = 'accepted'
),

reversal_targets as (
  select
    versions.payment_id as target_payment_id,
    versions.account_id as target_account_id,
    versions.amount as target_amount,
    cast({{ local_timestamp('versions.paid_at', "coalesce(opco_timezones.timezone, 'UTC')") }} as date) as target_paid_on
  from named_versions as versions
  left join opco_timezones on versions.owner_opco_id = opco_timezones.opco_id
  where versions.is_kept and versions.payment_type not in ('refund', 'reversal')
),

dated_reversals as (
  select
    judged.*,
    cast({{ local_timestamp('judged.paid_at', "coalesce(opco_timezones.timezone, 'UTC')") }} as date) as reversed_on
  from linked_judged as judged
  left join opco_timezones on judged.owner_opco_id = opco_timezones.opco_id
  where not judged.is_faulty and not judged.is_not_yet_known and judged.payment_type = 'reversal'
),

candidates as (
  select
    {{ table.carried | join(',\n    ') }}
  from linked_judged
  where is_faulty or is_not_yet_known or payment_type <> 'reversal'
  union all
  select
    {% for name in table.carried if name not in ('is_faulty', 'fault') -%}
    reversals.{{ name }},
    {% endfor -%}
    reversal_targets.target_payment_id is null as is_faulty,
    case
      when reversal_targets.target_payment_id is null
        then 'reverses_payment_id: names no payment of this account that is dated no later and at least as great'
    end as fault
  from dated_reversals as reversals
  left join reversal_targets
    on
      reversals.reverses_payment_id = reversal_targets.target_payment_id
      and reversals.account_id = reversal_targets.target_account_id
      and -reversals.amount <= reversal_targets.target_amount
      and reversals.reversed_on >= reversal_targets.target_paid_on
),

{% endmacro %}


{#
  Several reversals of one payment stand in the order of (paid_at, payment_id) while something is left of it for them;
  one that takes back more than is left falls, with its older versions. Written as a walk, because what is left
  depends on which of those before it stood.
#}
{% macro reversal_objections(table) %}
ordered_reversals as (
  select
    versions.payment_id,
    versions.reverses_payment_id,
    -versions.amount as takes_back,
    reversal_targets.target_amount,
    row_number() over (
      partition by versions.reverses_payment_id order by versions.paid_at, versions.payment_id
    ) as reversal_number
  from versions
  inner join reversal_targets on versions.reverses_payment_id = reversal_targets.target_payment_id
  where versions.is_kept and versions.payment_type = 'reversal'
),

walked_reversals as (
  select
    payment_id,
    reverses_payment_id,
    reversal_number,
    cast(target_amount - takes_back as {{ money_type() }}) as left_amount,
    true as stands
  from ordered_reversals
  where reversal_number = 1
  union all
  select
    following.payment_id,
    following.reverses_payment_id,
    following.reversal_number,
    cast(
      case when following.takes_back <= walked.left_amount then walked.left_amount - following.takes_back else walked.left_amount end
      as {{ money_type() }}
    ) as left_amount,
    following.takes_back <= walked.left_amount as stands
  from walked_reversals as walked
  inner join ordered_reversals as following
    on
      walked.reverses_payment_id = following.reverses_payment_id
      and walked.reversal_number + 1 = following.reversal_number
),

objections as (
  select
    payment_id,
    'reverses_payment_id: less is left of this payment' as objection
  from walked_reversals
  where not stands
),

{% endmacro %}
