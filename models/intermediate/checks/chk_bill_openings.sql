-- Days on which each bill is open past its due day, for the second route of the glossary tests. Grain: bill_id.
-- closes_on is exclusive, null while open. Empty until payments are allocated to bills.
select
  cast(null as {{ dbt.type_string() }}) as bill_id,
  cast(null as {{ dbt.type_string() }}) as account_id,
  cast(null as date) as due_on,
  cast(null as date) as opens_on,
  cast(null as date) as closes_on
where 1 = 0
