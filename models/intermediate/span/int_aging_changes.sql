-- What enters and leaves each aging bucket in a month. Grain: account_id, month_index, aging_bucket, debit_type.
-- A debit passes through the buckets as it ages, so its months cost at most two rows per bucket, however long it is open.
with

debits as (
  select * from {{ ref('int_settled_debits') }}
),

allocations as (
  select * from {{ ref('int_allocations') }}
),

aging_buckets as (
  select * from {{ ref('aging_buckets') }}
),

-- a debit is cut into pieces by the day on which each is closed
pieces as (
  select
    debits.account_id,
    debits.debit_type,
    debits.due_on,
    debits.ledger_on,
    allocations.settled_on as closed_on,
    allocations.amount
  from allocations
  inner join debits
    on
      allocations.account_id = debits.account_id
      and allocations.debit_number = debits.debit_number
  union all
  select
    account_id,
    debit_type,
    due_on,
    ledger_on,
    coalesce(left_on, cast('9999-12-31' as date)) as closed_on,
    unsettled_amount as amount
  from debits
  where unsettled_amount > 0
),

-- the days on which a piece lies in a bucket: both bounds are days past due, the due day itself is not yet due
stays as (
  select
    pieces.account_id,
    pieces.debit_type,
    aging_buckets.aging_bucket,
    pieces.amount,
    case
      when aging_buckets.lower_days is null then pieces.ledger_on
      else greatest(pieces.ledger_on, {{ add_days('pieces.due_on', 'aging_buckets.lower_days') }})
    end as stays_from,
    case
      when aging_buckets.upper_days is null then pieces.closed_on
      else least(pieces.closed_on, {{ add_days('pieces.due_on', 'aging_buckets.upper_days + 1') }})
    end as stays_to
  from pieces
  cross join aging_buckets
  where pieces.ledger_on < pieces.closed_on
),

changes as (
  select
    account_id,
    debit_type,
    aging_bucket,
    stays_from as changed_on,
    amount
  from stays
  where stays_from < stays_to
  union all
  select
    account_id,
    debit_type,
    aging_bucket,
    stays_to as changed_on,
    -amount as amount
  from stays
  where stays_from < stays_to
)

select
  account_id,
  {{ month_index('changed_on') }} as month_index,
  aging_bucket,
  debit_type,
  cast(sum(amount) as {{ money_type() }}) as amount
from changes
where changed_on <= {{ as_of_date() }}
group by account_id, {{ month_index('changed_on') }}, aging_bucket, debit_type
