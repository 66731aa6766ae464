-- Portfolio category on any day. Grain: account_id, valid_from. valid_to is exclusive, null while open.
-- A period begins where the category changes or days_expired neither grows by one a day nor stays 0.
with

pieces as (
  select * from {{ ref('int_account_status_pieces') }}
),

-- each piece beside the one before it
compared as (
  select
    *,
    lag(portfolio_category) over (partition by account_id order by piece_from) as previous_category,
    lag(last_days) over (partition by account_id order by piece_from) as previous_days
  from pieces
),

beginnings as (
  select
    account_id,
    piece_from,
    portfolio_category,
    first_days
  from compared
  where
    previous_category is null
    or previous_category <> portfolio_category
    or (first_days <> previous_days + 1 and (first_days <> 0 or previous_days <> 0))
)

select
  account_id,
  piece_from as valid_from,
  lead(piece_from) over (partition by account_id order by piece_from) as valid_to,
  portfolio_category,
  first_days as days_expired_at_start,
  lag(portfolio_category) over (partition by account_id order by piece_from) as previous_category
from beginnings
