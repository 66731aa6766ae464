-- actions_count: actions that were taken, by type; the types of a month make up its total.
with

actions as (
  {{ staged_actions() }}
),

expected as (
  select
    month_end,
    opco_id,
    action_type,
    count(*) as numerator
  from actions
  group by month_end, opco_id, action_type
),

by_type as (
  {{ compare_collections('fct_action_months', ['month_end', 'opco_id', 'action_type'], 'actions_count') }}
),

totals as (
  select
    kpis.month_end,
    kpis.opco_id,
    'all types' as action_type,
    coalesce(sum(expected.numerator), 0) as expected_numerator,
    kpis.actions_count as found_numerator
  from {{ ref('fct_collection_kpis') }} as kpis
  left join expected on kpis.month_end = expected.month_end and kpis.opco_id = expected.opco_id
  group by kpis.month_end, kpis.opco_id, kpis.actions_count
)

select * from by_type
union all
select * from totals where expected_numerator <> found_numerator
