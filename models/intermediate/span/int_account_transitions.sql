-- Moves between portfolio states, on the day the state changes, day against previous day.
-- Grain: account_id, transition_on, transition. An account that completes and returns in a month has both.
with

periods as (
  select * from {{ ref('int_account_status_periods') }}
),

categories as (
  select * from {{ ref('portfolio_categories') }}
),

spells as (
  select * from {{ ref('int_account_spells') }}
),

-- of several on one day the account counts once
restructures as (
  select distinct
    account_id,
    restructured_on
  from {{ ref('int_account_restructures') }}
),

-- a state belongs to a portfolio and to a group of it
changes as (
  select
    periods.account_id,
    periods.valid_from as transition_on,
    periods.portfolio_category,
    categories.portfolio,
    periods.previous_category,
    previous.portfolio as previous_portfolio,
    previous.portfolio_group as previous_group
  from periods
  inner join categories on periods.portfolio_category = categories.portfolio_category
  left join categories as previous on periods.previous_category = previous.portfolio_category
),

-- a return from the paid group is an uncompletion; otherwise the first spell is new, a later one a reinstatement
entries as (
  select
    changes.account_id,
    changes.transition_on,
    case
      when changes.previous_group = 'paid' then 'uncompletion'
      when spells.is_first then 'new'
      else 'reinstatement'
    end as transition
  from changes
  inner join spells
    on
      changes.account_id = spells.account_id
      and changes.transition_on = spells.told_from
      and (spells.spell_to is null or changes.transition_on < spells.spell_to)
  where
    changes.portfolio = 'contracted'
    and coalesce(changes.previous_portfolio, 'none') <> 'contracted'
),

exits as (
  select
    account_id,
    transition_on,
    case portfolio_category
      when 'completed' then 'completion'
      when 'opted_out' then 'opt_out'
      when 'repossessed' then 'repo'
      when 'written_off' then 'write_off'
      else 'void'
    end as transition
  from changes
  where previous_portfolio = 'contracted' and portfolio <> 'contracted'
),

-- into default, back to active, and out of the portfolio while in default; P32: a new contract for the old debt cures nothing
default_moves as (
  select
    changes.account_id,
    changes.transition_on,
    case
      when changes.portfolio_category = 'defaulted' then 'default_entry'
      when changes.portfolio = 'contracted' and restructures.account_id is null then 'default_cure'
      else 'default_exit'
    end as transition
  from changes
  left join restructures
    on
      changes.account_id = restructures.account_id
      and changes.transition_on = restructures.restructured_on
  where
    (changes.portfolio_category = 'defaulted' and coalesce(changes.previous_category, 'none') <> 'defaulted')
    or (changes.portfolio_category <> 'defaulted' and changes.previous_category = 'defaulted')
),

-- what is not told of has not happened
restructurings as (
  select
    restructures.account_id,
    restructures.restructured_on as transition_on,
    'restructure' as transition
  from restructures
  inner join changes as first_rows on restructures.account_id = first_rows.account_id and first_rows.previous_category is null
  where restructures.restructured_on >= first_rows.transition_on
)

select * from entries
union all
select * from exits
union all
select * from default_moves
union all
select * from restructurings
