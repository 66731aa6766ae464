select cast(null as text) as account_id, cast(null as date) as month_end, cast(null as decimal(18,2)) as gross_receivables where 1=0
