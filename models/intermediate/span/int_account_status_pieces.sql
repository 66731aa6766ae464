-- Stretches of days with one portfolio category, still in as many pieces as they were found.
-- Grain: account_id, piece_from. piece_to is exclusive, null while open.
-- days_expired on a day is its day number less expires_day, never below 0;
-- first_days and last_days are days_expired on the first and the last day, null when uncontracted.
with

spells as (
  select * from {{ ref('int_account_spells') }}
),

segments as (
  select * from {{ ref('int_delinquency_segments') }}
),

policies as (
  select * from {{ ref('int_policy_periods') }}
),

uncontracted_pieces as (
  select * from {{ ref('int_uncontracted_pieces') }}
),

accounts as (
  select * from {{ ref('int_accounts') }}
),

-- the policies under which a spell stands, each with its days
judged_spells as (
  select
    spells.account_id,
    spells.spell_number,
    policies.valid_from,
    policies.valid_to,
    greatest(policies.default_after_days, 1) as default_after_days,
    case when spells.is_first then spells.new_until else spells.spell_from end as new_until
  from spells
  inner join policies on spells.opco_id = policies.opco_id
),

-- a segment is judged by the policy in force, so it is cut where the policy changes
judged_segments as (
  select
    segments.account_id,
    greatest(segments.segment_from, judged_spells.valid_from) as judged_from,
    least(coalesce(segments.segment_to, cast('9999-12-31' as date)), judged_spells.valid_to) as judged_to,
    coalesce(segments.expires_day, 9999999) as expires_day,
    judged_spells.default_after_days,
    judged_spells.new_until
  from segments
  inner join judged_spells
    on
      segments.account_id = judged_spells.account_id
      and segments.spell_number = judged_spells.spell_number
      and coalesce(segments.segment_to, cast('9999-12-31' as date)) > judged_spells.valid_from
      and segments.segment_from < judged_spells.valid_to
),

-- the days on which the account would leave normal and enter default
bounded as (
  select
    *,
    {{ date_of_day_number('expires_day + 1') }} as late_from,
    {{ date_of_day_number('expires_day + default_after_days') }} as defaulted_from
  from judged_segments
),

contracted_pieces as (
  {% for category, piece_from, piece_to in [
    ('new', 'judged_from', 'least(judged_to, new_until)'),
    ('normal', 'greatest(judged_from, new_until)', 'least(judged_to, late_from)'),
    ('late', 'greatest(judged_from, new_until, late_from)', 'least(judged_to, defaulted_from)'),
    ('defaulted', 'greatest(judged_from, new_until, defaulted_from)', 'judged_to'),
  ] -%}
  select
    account_id,
    '{{ category }}' as portfolio_category,
    {{ piece_from }} as piece_from,
    {{ piece_to }} as piece_to,
    expires_day
  from bounded
  where {{ piece_from }} < {{ piece_to }}
  {{ 'union all' if not loop.last }}
  {% endfor -%}
),

all_pieces as (
  select * from contracted_pieces
  union all
  select *, null as expires_day from uncontracted_pieces
),

-- P28: no row lies before the account's history
pieces as (
  select
    all_pieces.account_id,
    all_pieces.portfolio_category,
    greatest(all_pieces.piece_from, accounts.history_from) as piece_from,
    all_pieces.piece_to,
    all_pieces.expires_day
  from all_pieces
  inner join accounts on all_pieces.account_id = accounts.account_id
  where all_pieces.piece_to > accounts.history_from
)

-- what would begin after as_of_date does not exist
select
  account_id,
  portfolio_category,
  piece_from,
  case when piece_to <= {{ as_of_date() }} then piece_to end as piece_to,
  cast(expires_day as bigint) as expires_day,
  case when expires_day is not null then cast(greatest({{ day_number('piece_from') }} - expires_day, 0) as integer) end as first_days,
  case when expires_day is not null then cast(greatest({{ day_number('piece_to') }} - 1 - expires_day, 0) as integer) end as last_days
from pieces
where piece_from <= {{ as_of_date() }}
