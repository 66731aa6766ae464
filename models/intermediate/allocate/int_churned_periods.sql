-- Days on which the money of a PAYG or loan account is a recovery. Grain: account_id, valid_from; valid_to is exclusive,
-- null while nothing new has begun. B15: from the day after the last contract ended by write-off or repossession.
with

spans as (
  select * from {{ ref('int_contract_spans') }} where was_active and account_type in ('payg', 'loan')
),

end_reasons as (
  select * from {{ ref('end_reasons') }}
),

-- of several contracts that end on one day, the gravest end counts
ends as (
  select
    spans.account_id,
    spans.active_to as ended_on,
    min(end_reasons.tie_priority) as tie_priority
  from spans
  inner join end_reasons on spans.end_reason = end_reasons.end_reason
  group by spans.account_id, spans.active_to
),

-- a contract that is still running on the day keeps the account; one that begins later ends the recoveries
followed as (
  select
    ends.account_id,
    ends.ended_on,
    ends.tie_priority,
    sum(case when spans.active_from <= ends.ended_on then 1 else 0 end) as running_contracts,
    min(case when spans.active_from > ends.ended_on then spans.active_from end) as next_from
  from ends
  left join spans
    on
      ends.account_id = spans.account_id
      and coalesce(spans.active_to, cast('9999-12-31' as date)) > ends.ended_on
  group by ends.account_id, ends.ended_on, ends.tie_priority
)

select
  followed.account_id,
  {{ add_days('followed.ended_on', 1) }} as valid_from,
  followed.next_from as valid_to
from followed
inner join end_reasons on followed.tie_priority = end_reasons.tie_priority
where followed.running_contracts = 0 and end_reasons.portfolio_category in ('repossessed', 'written_off')
