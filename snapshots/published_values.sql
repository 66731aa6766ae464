{#
  What was published: one row per value and publication, never changed. Only `make publish` (publish: true) adds rows; in
  every other build the query is empty, and an empty query changes nothing. A publication of an earlier or the same
  time as one that is kept adds nothing either.
#}
{% snapshot published_values %}
{{
  config(
    schema='published',
    unique_key='value_key',
    strategy='timestamp',
    updated_at='known_at'
  )
}}
select
  value_key,
  metric_id,
  month_end,
  opco_id,
  currency_code,
  value,
  known_at
from {{ ref('int_month_end_values') }}
{{ '' if var('publish', false) else 'where false' }}
{% endsnapshot %}
