-- Who waits for a second to be over comes back a little earlier, and the rest of the wait is spent here: the call then leaves as
-- soon as it may, and not after one more question.
create or replace function reserve_call(
  supplier uuid, connection uuid, purpose text, per_second int, per_minute int, per_day int,
  answered timestamptz[] default '{}', answered_ms_ago int[] default '{}',
  out wait_ms int, out reason text, out ticket text
) language plpgsql as $$
declare
  b call_budgets;
  present timestamptz;
  today date;
  share numeric := case purpose when 'push' then 1 when 'connect' then 1 when 'payment' then 0.98 when 'dispatch' then 0.96 when 'refresh' then 0.85 else 0.8 end;
  arrival timestamptz;
  calls int;
begin
  perform set_config('synchronous_commit', 'off', true);
  insert into call_budgets (supplier_id, connection_id) values (supplier, connection) on conflict do nothing;
  select * into b from call_budgets where supplier_id = supplier and connection_id = connection for update;
  present := clock_timestamp();
  today := (present at time zone 'utc')::date;
  if b.day <> today then
    b.day := today; b.used := 0; b.used_by := '{}';
  end if;
  b.recent := array(
    select least(r, present - make_interval(secs => a.ms_ago / 1000.0))
    from unnest(b.recent) r left join unnest(answered, answered_ms_ago) a (ticket, ms_ago) on a.ticket = r
    where r < present + interval '10 seconds' and least(r, present - make_interval(secs => a.ms_ago / 1000.0)) > present - interval '60.05 seconds'
    order by 1
  );
  calls := cardinality(b.recent);

  -- The longest of the waits is the one that counts, and gives the reason.
  select w.ms, w.why into wait_ms, reason from (values
    ('day', case when b.used >= floor(per_day * share) then (today + 1)::timestamp at time zone 'utc' end),
    -- A person who checks the connection may find out whether it is over.
    ('closed', case when purpose <> 'connect' then b.closed_until end),
    ('push', case when purpose not in ('push', 'connect') and b.push_waiting_until > present
      then least(b.push_waiting_until, present + interval '500 milliseconds') end),
    ('minute', case when calls >= per_minute then b.recent[calls - per_minute + 1] + interval '60.05 seconds' end),
    ('second', case when calls >= per_second then b.recent[calls - per_second + 1] + interval '1.005 seconds' end)
  ) free (why, free_at)
  cross join lateral (select free.why, ceil(extract(epoch from free.free_at - present) * 1000)::int as ms) w
  where w.ms > 0 order by w.ms desc limit 1;

  -- So short a wait is over sooner than its caller could ask again.
  if reason = 'second' and wait_ms <= 15 then
    perform pg_sleep(wait_ms / 1000.0);
    present := clock_timestamp();
    wait_ms := null;
    reason := null;
  end if;

  if wait_ms is null then
    wait_ms := 0;
    arrival := present + interval '2 seconds';
    while arrival = any (b.recent) loop
      arrival := arrival + interval '1 microsecond';
    end loop;
    ticket := arrival::text;
    b.recent := b.recent || arrival;
    b.used := b.used + 1;
    b.used_by := jsonb_set(b.used_by, array[purpose], to_jsonb(coalesce((b.used_by ->> purpose)::int, 0) + 1));
    if purpose = 'push' then
      b.push_waiting_until := null;
    end if;
  elsif purpose = 'push' and wait_ms < 61000 then
    -- Renewed each time it asks again, so that one that died does not hold the others up.
    b.push_waiting_until := present + make_interval(secs => least(wait_ms, 2000) / 1000.0) + interval '1500 milliseconds';
  end if;
  update call_budgets
  set recent = b.recent, day = b.day, used = b.used, used_by = b.used_by, push_waiting_until = b.push_waiting_until
  where supplier_id = supplier and connection_id = connection;
end
$$;
