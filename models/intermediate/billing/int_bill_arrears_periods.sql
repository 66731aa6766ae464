select cast(null as text) as account_id, cast(null as date) as valid_from, cast(null as date) as valid_to, cast(null as date) as oldest_due_on where 1=0
