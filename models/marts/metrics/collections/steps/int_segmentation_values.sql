-- Closed bills by every attribute they may be split by. Grain: bill_id, attribute.
{#- Attributes by which receivables may be split: bands of reference data first, then codes as they come. #}
{%- set attributes = {
  'banded': ['aging_band', 'amount_band', 'credit_score_band', 'late_bills_band'],
  'coded': [
    'opco', 'account_type', 'region', 'tariff', 'income_band', 'tenure_band', 'is_vulnerable', 'prefers_direct_debit',
  ],
} %}
with

measures as (
  select * from {{ ref('int_segmentation_measures') }}
),

bands as (
  select * from {{ ref('segmentation_bands') }}
),

-- numbers become the band that reference data puts them in
{% for attribute in attributes.banded -%}
{{ attribute }}_values as (
  select
    measures.bill_id,
    measures.is_recovered,
    '{{ attribute }}' as attribute,
    coalesce(bands.attribute_value, 'unknown') as attribute_value,
    coalesce(bands.label, 'unknown') as label,
    coalesce(bands.sort_order, 99) as sort_order
  from measures
  left join bands
    on
      bands.attribute = '{{ attribute }}'
      and measures.{{ attribute }} >= bands.lower
      and (measures.{{ attribute }} < bands.upper or bands.upper is null)
),

{% endfor -%}
-- codes are values as they are; a missing one is a value too
{% for attribute in attributes.coded -%}
{{ attribute }}_values as (
  select
    bill_id,
    is_recovered,
    '{{ attribute }}' as attribute,
    coalesce({{ attribute }}, 'unknown') as attribute_value,
    coalesce({{ attribute }}, 'unknown') as label,
    case when {{ attribute }} is null then 99 else 1 end as sort_order
  from measures
){{ ',' if not loop.last }}

{% endfor -%}
{% for attribute in attributes.banded + attributes.coded -%}
select * from {{ attribute }}_values
{{ 'union all' if not loop.last }}
{% endfor %}
