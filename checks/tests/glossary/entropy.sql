-- entropy: of recovered against not, in each value of three attributes read anew, as logarithms of counts.
with

bills as (
  select
    -- a bill that its loan took out before its window was over is rated by the end
    case
      when bills.left_on <= bills.window_to then case when bills.left_reason in ('written_off', 'repossessed') then 0 else 1 end
      when bills.allocated_in_window < bills.bill_amount - bills.bill_tolerance then 0
      else 1
    end as recovered,
    coalesce(customers.income_band, 'unknown') as income_band,
    coalesce(bands.attribute_value, 'unknown') as credit_score_band,
    accounts.opco_id as opco
  from {{ ref('fct_bills') }} as bills
  inner join {{ ref('stg_accounts') }} as accounts on bills.account_id = accounts.account_id
  inner join {{ ref('stg_customers') }} as customers on accounts.customer_id = customers.customer_id
  left join {{ ref('segmentation_bands') }} as bands
    on
      bands.attribute = 'credit_score_band'
      and customers.credit_score >= bands.lower
      and (bands.upper is null or customers.credit_score < bands.upper)
  where bills.is_rated and bills.is_window_closed
),

bill_values as (
  select 'income_band' as attribute, income_band as attribute_value, recovered from bills
  union all
  select 'credit_score_band' as attribute, credit_score_band as attribute_value, recovered from bills
  union all
  select 'opco' as attribute, opco as attribute_value, recovered from bills
),

counts as (
  select
    attribute,
    attribute_value,
    cast(count(*) as {{ type_double() }}) as n,
    cast(sum(recovered) as {{ type_double() }}) as k
  from bill_values
  group by attribute, attribute_value
),

-- n x entropy = n ln n - k ln k - (n - k) ln (n - k), over ln 2
expected as (
  select
    attribute,
    attribute_value,
    n as bills_count,
    k as recovered_count,
    (n * ln(n) - case when k > 0 then k * ln(k) else 0 end - case when n > k then (n - k) * ln(n - k) else 0 end)
    / ln(2.0) / n as entropy
  from counts
),

actual as (
  select *
  from {{ ref('receivables_segmentation') }}
  where attribute in ('income_band', 'credit_score_band', 'opco')
)

{{ differences('actual', ['attribute', 'attribute_value'], [
  {'name': 'bills_count'},
  {'name': 'recovered_count'},
  {'name': 'entropy', 'within': '0.000000001'},
]) }}
