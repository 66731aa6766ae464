-- stub
select
  cast(null as date) as month_end, cast(null as text) as opco_id, cast(0 as decimal(28, 2)) as arrears, cast(0 as decimal(28, 2)) as arrears_days
where 1 = 0
