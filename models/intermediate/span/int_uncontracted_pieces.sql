-- Stretches of days on which an installed account has no active contract, with their category. Grain: account_id, piece_from.
-- piece_to is exclusive, 9999-12-31 while open.
with

accounts as (
  select * from {{ ref('int_accounts') }} where installed_on is not null
),

spells as (
  select * from {{ ref('int_account_spells') }}
),

spans as (
  select * from {{ ref('int_contract_spans') }}
),

-- between two spells the end of the first says what the account is
spell_gaps as (
  select
    account_id,
    end_category as portfolio_category,
    spell_to as piece_from,
    lead(spell_from, 1, cast('9999-12-31' as date)) over (partition by account_id order by spell_number) as piece_to
  from spells
),

-- before the first spell all that counts is upfront: the account is upfront once one of these is completed
first_days as (
  select
    accounts.account_id,
    accounts.installed_on,
    coalesce(min(spells.spell_from), cast('9999-12-31' as date)) as spell_from
  from accounts
  left join spells on accounts.account_id = spells.account_id and spells.spell_number = 1
  group by accounts.account_id, accounts.installed_on
),

-- where contracts do not say when an account comes and goes, none makes it upfront
completions as (
  select
    spans.account_id,
    min(greatest(spans.ended_on, spans.start_on)) as completed_on
  from spans
  inner join accounts on spans.account_id = accounts.account_id
  where spans.contract_type = 'upfront' and spans.end_reason = 'completed' and not accounts.is_contracted_by_install
  group by spans.account_id
),

before_first as (
  select
    first_days.account_id,
    first_days.installed_on,
    first_days.spell_from,
    least(coalesce(completions.completed_on, first_days.spell_from), first_days.spell_from) as upfront_from
  from first_days
  left join completions on first_days.account_id = completions.account_id
)

select
  account_id,
  portfolio_category,
  piece_from,
  piece_to
from spell_gaps
where piece_from is not null
{% for category, piece_from, piece_to in [
  ('other', 'installed_on', 'upfront_from'),
  ('upfront', 'upfront_from', 'spell_from'),
] -%}
union all
select
  account_id,
  '{{ category }}' as portfolio_category,
  {{ piece_from }} as piece_from,
  {{ piece_to }} as piece_to
from before_first
where {{ piece_from }} < {{ piece_to }}
{% endfor -%}
