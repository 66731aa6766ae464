-- Every accepted action, attempt and notification up to as_of_date is in its mart, and in the months made from it, once.
with

counts as (
  select
    'actions' as what,
    (select count(*) from {{ ref('stg_actions') }} where action_on <= {{ as_of_date() }}) as rows_in,
    (select count(*) from {{ ref('fct_collection_actions') }}) as rows_out,
    (select coalesce(sum(actions_count + held_out_count), 0) from {{ ref('fct_action_months') }}) as counted
  union all
  select
    'attempts' as what,
    (select count(*) from {{ ref('stg_attempts') }} where attempted_on <= {{ as_of_date() }}) as rows_in,
    (select count(*) from {{ ref('fct_collection_attempts') }}) as rows_out,
    (select count(distinct attempt_id) from {{ ref('fct_collection_attempts') }}) as counted
  union all
  select
    'notifications' as what,
    (select count(*) from {{ ref('stg_notifications') }} where sent_on <= {{ as_of_date() }}) as rows_in,
    (select coalesce(sum(notifications_count), 0) from {{ ref('fct_notification_months') }}) as rows_out,
    (select coalesce(sum(notifications_count), 0) from {{ ref('fct_notification_months') }}) as counted
  union all
  select
    'promises' as what,
    (select count(*) from {{ ref('fct_collection_actions') }} where is_promise) as rows_in,
    (select count(*) from {{ ref('fct_promises') }}) as rows_out,
    (select coalesce(sum(promises_made), 0) from {{ ref('fct_collection_kpis') }}) as counted
)

select *
from counts
where rows_in <> rows_out or rows_in <> counted
