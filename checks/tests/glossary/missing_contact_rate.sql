-- missing_contact_rate: contracted accounts without name, phone, or any of e-mail and address / contracted accounts.
with

{{ contracted_ctes() }}

expected as (
  select
    contracted.month_end,
    contracted.opco_id,
    count(*) - sum(
      case when customers.customer_name is not null and customers.phone is not null
        and coalesce(customers.email, customers.address) is not null then 1 else 0 end
    ) as numerator,
    count(*) as denominator
  from contracted
  inner join {{ ref('stg_customers') }} as customers on contracted.customer_id = customers.customer_id
  group by contracted.month_end, contracted.opco_id
)

{{ compare_collections('fct_collection_kpis', ['month_end', 'opco_id'], 'missing_contact_accounts', 'contactable_base_accounts', 'missing_contact_rate') }}
