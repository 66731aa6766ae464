-- Payments credited to the last contact with an agent in whose attribution window they came. Grain: payment_id.
-- Payments that followed no contact are kept, with a null action: attributed and unattributed make up all that was
-- paid.
with

payments as (
  select * from {{ ref('int_collected_payments') }}
),

policy_periods as (
  select * from {{ ref('int_policy_periods') }}
),

-- within one policy all windows are equally long, so the last contact of each policy is the only candidate
contacts as (
  select
    *,
    row_number() over (partition by account_id, policy_valid_from order by action_at, action_id) as contact_number
  from {{ ref('int_collection_actions') }}
  where agent_id is not null and not is_held_out
),

events as (
  select
    account_id,
    policy_valid_from,
    action_at as event_at,
    0 as event_order,
    action_id as event_id,
    1 as contacts_made
  from contacts
  union all
  select
    payments.account_id,
    policy_periods.valid_from as policy_valid_from,
    payments.paid_at as event_at,
    1 as event_order,
    payments.payment_id as event_id,
    0 as contacts_made
  from payments
  inner join policy_periods
    on
      payments.opco_id = policy_periods.opco_id
      and payments.paid_on >= policy_periods.valid_from
),

-- a contact at the very moment of the payment still precedes it
numbered as (
  select
    account_id,
    policy_valid_from,
    event_order,
    event_id,
    sum(contacts_made) over (
      partition by account_id, policy_valid_from order by event_at, event_order, event_id
      rows between unbounded preceding and current row
    ) as contact_number
  from events
),

-- of several policies' candidates the last contact wins; a tie goes to the greater action_id
candidates as (
  select
    payments.payment_id,
    contacts.action_id,
    contacts.agent_id,
    contacts.action_on,
    row_number() over (partition by payments.payment_id order by contacts.action_at desc, contacts.action_id desc) as candidate_rank
  from numbered
  inner join payments on numbered.event_id = payments.payment_id
  inner join contacts
    on
      numbered.account_id = contacts.account_id
      and numbered.policy_valid_from = contacts.policy_valid_from
      and numbered.contact_number = contacts.contact_number
  where
    numbered.event_order = 1
    and payments.paid_on <= {{ add_days('contacts.action_on', 'contacts.attribution_window_days') }}
)

select
  payments.payment_id,
  payments.account_id,
  payments.opco_id,
  payments.paid_on,
  payments.month_end,
  payments.amount,
  candidates.action_id,
  candidates.agent_id,
  candidates.action_on
from payments
left join candidates on payments.payment_id = candidates.payment_id and candidates.candidate_rank = 1
