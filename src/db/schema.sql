-- Generated from the migrated database by tools/generate-tables.ts: for reading and comparing, not for running.

CREATE OR REPLACE FUNCTION public.forget_search(of_kind text, suppliers uuid[], ids uuid[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  delete from search_words w using unnest(suppliers, ids) t (supplier_id, local_id)
    where w.supplier_id = t.supplier_id and w.kind = of_kind and w.local_id = t.local_id;
end
$function$;

CREATE OR REPLACE FUNCTION public.index_changed_customers()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform forget_search('customer', array[new.supplier_id], array[new.customer_id]),
    index_search('customer', array[new.supplier_id], array[new.customer_id], array[new.sort_name], array[new.search]);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.index_changed_products()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform forget_search('product', array[new.supplier_id], array[new.product_id]),
    index_search('product', array[new.supplier_id], array[new.product_id], array[new.sort_name], array[new.search]);
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.index_new_customers()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform index_search('customer', array_agg(supplier_id), array_agg(customer_id), array_agg(sort_name), array_agg(search))
    from after having count(*) > 0;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.index_new_products()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform index_search('product', array_agg(supplier_id), array_agg(product_id), array_agg(sort_name), array_agg(search))
    from after having count(*) > 0;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.index_search(of_kind text, suppliers uuid[], ids uuid[], names text[], texts text[])
 RETURNS void
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
AS $function$
begin
  insert into search_words (supplier_id, kind, word, sort_name, local_id)
    select t.supplier_id, of_kind, word, t.sort_name, t.local_id
    from unnest(suppliers, ids, names, texts) t (supplier_id, local_id, sort_name, search), search_words_of(t.search) word
    order by 1, 2, 3, 4, 5
    on conflict do nothing;
  insert into search_variants (supplier_id, kind, variant, word)
    select s.supplier_id, of_kind, variant, s.word
    from (
      select distinct t.supplier_id, word
      from unnest(suppliers, texts) t (supplier_id, search), search_words_of(t.search) word where search_is_spelled(word)
    ) s, search_variants_of(s.word) variant
    where not exists (
      select 1 from search_variants v
      where v.supplier_id = s.supplier_id and v.kind = of_kind and v.variant = s.word and v.word = s.word
    )
    order by 1, 2, 3, 4
    on conflict do nothing;
end
$function$;

CREATE OR REPLACE FUNCTION public.reserve_call(supplier uuid, connection uuid, purpose text, per_second integer, per_minute integer, per_day integer, answered timestamp with time zone[] DEFAULT '{}'::timestamp with time zone[], answered_ms_ago integer[] DEFAULT '{}'::integer[], OUT wait_ms integer, OUT reason text, OUT ticket text)
 RETURNS record
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.scope_is_system()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (COALESCE(current_setting('purvey.scope'::text, true), ''::text) = 'system'::text);

CREATE OR REPLACE FUNCTION public.scope_supplier()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('purvey.supplier_id'::text, true), ''::text))::uuid;

CREATE OR REPLACE FUNCTION public.scope_user()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN NULLIF(current_setting('purvey.user_id'::text, true), ''::text);

CREATE OR REPLACE FUNCTION public.search_is_spelled(word text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select word collate "default" ~ '^[[:alpha:]]{4,24}$'
$function$;

CREATE OR REPLACE FUNCTION public.search_variants_of(word text)
 RETURNS SETOF text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select word union select left(word, i - 1) || substr(word, i + 1) from generate_series(1, length(word)) i
$function$;

CREATE OR REPLACE FUNCTION public.search_words_of(words text)
 RETURNS SETOF text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select distinct left(word, 60) from regexp_split_to_table(lower(words collate "default"), '[^[:alnum:]]+') word where word <> ''
$function$;

create table auth_account (
  id text not null,
  user_id text not null,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  password text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint auth_account_pkey PRIMARY KEY (id),
  constraint auth_account_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth_user(id) ON DELETE CASCADE
);
CREATE INDEX auth_account_by_user ON public.auth_account USING btree (user_id);

create table auth_session (
  id text not null,
  user_id text not null,
  token text not null,
  expires_at timestamp with time zone not null,
  ip_address text,
  user_agent text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint auth_session_pkey PRIMARY KEY (id),
  constraint auth_session_token_key UNIQUE (token),
  constraint auth_session_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth_user(id) ON DELETE CASCADE
);
CREATE INDEX auth_session_by_user ON public.auth_session USING btree (user_id);

create table auth_user (
  id text not null,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint auth_user_pkey PRIMARY KEY (id),
  constraint auth_user_email_key UNIQUE (email)
);

create table auth_verification (
  id text not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint auth_verification_pkey PRIMARY KEY (id)
);
CREATE INDEX auth_verification_by_identifier ON public.auth_verification USING btree (identifier);

create table call_budgets (
  supplier_id uuid not null,
  connection_id uuid not null,
  recent timestamp with time zone[] not null default '{}'::timestamp with time zone[],
  day date not null default ((now() AT TIME ZONE 'utc'::text))::date,
  used integer not null default 0,
  used_by jsonb not null default '{}'::jsonb,
  closed_until timestamp with time zone,
  closed_count integer not null default 0,
  push_waiting_until timestamp with time zone,
  constraint call_budgets_pkey PRIMARY KEY (supplier_id, connection_id),
  constraint call_budgets_supplier_id_connection_id_fkey FOREIGN KEY (supplier_id, connection_id) REFERENCES connections(supplier_id, connection_id)
);
alter table call_budgets enable row level security;
alter table call_budgets force row level security;
create policy own on call_budgets for all using ((supplier_id = scope_supplier()));

create table calls (
  supplier_id uuid not null,
  connection_id uuid not null,
  call_id uuid not null,
  at timestamp with time zone not null,
  purpose text not null,
  method text not null,
  path text not null,
  status integer,
  outcome text not null,
  duration_ms integer not null,
  request text,
  response text,
  constraint calls_pkey PRIMARY KEY (supplier_id, connection_id, call_id),
  constraint calls_supplier_id_connection_id_fkey FOREIGN KEY (supplier_id, connection_id) REFERENCES connections(supplier_id, connection_id)
);
alter table calls enable row level security;
alter table calls force row level security;
create policy own on calls for all using ((supplier_id = scope_supplier()));

create table connections (
  supplier_id uuid not null,
  connection_id uuid not null,
  adapter text not null,
  username text not null,
  key_envelope text,
  state text not null,
  state_code text,
  state_sentence text,
  state_since timestamp with time zone not null default now(),
  paused boolean not null default false,
  retry_at timestamp with time zone,
  failures integer not null default 0,
  permissions jsonb not null default '[]'::jsonb,
  checked_at timestamp with time zone,
  price_tiers jsonb not null default '[]'::jsonb,
  branches jsonb not null default '[]'::jsonb,
  price_tier text,
  contact_groups jsonb not null default '[]'::jsonb,
  custom_field_mapping jsonb not null default '[]'::jsonb,
  created_at timestamp with time zone not null default now(),
  revision integer not null default 1,
  constraint connections_pkey PRIMARY KEY (supplier_id, connection_id),
  constraint connections_state_check CHECK ((state = ANY (ARRAY['connected'::text, 'needs-attention'::text, 'disconnected'::text]))),
  constraint connections_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(supplier_id)
);
CREATE UNIQUE INDEX connections_by_account ON public.connections USING btree (supplier_id, adapter, lower(username));
CREATE UNIQUE INDEX connections_one_live ON public.connections USING btree (supplier_id) WHERE (state <> 'disconnected'::text);
alter table connections enable row level security;
alter table connections force row level security;
create policy own on connections for all using ((supplier_id = scope_supplier()));

create table customers (
  supplier_id uuid not null,
  customer_id uuid not null,
  name text not null,
  account_number text,
  first_name text,
  last_name text,
  email text,
  phone text,
  customer_group text,
  payment_terms text,
  on_hold boolean not null default false,
  is_active boolean not null default true,
  branch_key text,
  sales_orders_on boolean not null default true,
  delivery_address jsonb not null default '{}'::jsonb,
  billing_address jsonb not null default '{}'::jsonb,
  custom_fields jsonb not null default '{}'::jsonb,
  notes text not null default ''::text,
  kept_fields jsonb not null default '[]'::jsonb,
  revision integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  search text generated always as (lower(((((((((((name || ' '::text) || COALESCE(account_number, ''::text)) || ' '::text) || COALESCE(email, ''::text)) || ' '::text) || COALESCE(first_name, ''::text)) || ' '::text) || COALESCE(last_name, ''::text)) || ' '::text) || COALESCE(customer_group, ''::text)))) stored,
  sort_name text generated always as (lower(name)) stored,
  email_key text generated always as (lower(email)) stored,
  constraint customers_pkey PRIMARY KEY (supplier_id, customer_id),
  constraint customers_name_check CHECK (((length(name) >= 1) AND (length(name) <= 250))),
  constraint customers_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(supplier_id)
);
CREATE INDEX customers_by_email ON public.customers USING btree (supplier_id, email_key) WHERE (email_key IS NOT NULL);
CREATE INDEX customers_by_name ON public.customers USING btree (supplier_id, sort_name, customer_id);
alter table customers enable row level security;
alter table customers force row level security;
create policy own on customers for all using ((supplier_id = scope_supplier()));
CREATE TRIGGER index_changed AFTER UPDATE ON public.customers FOR EACH ROW WHEN ((old.search <> new.search)) EXECUTE FUNCTION index_changed_customers();
CREATE TRIGGER index_new AFTER INSERT ON public.customers REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION index_new_customers();

create table erp_links (
  supplier_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  remote_key text not null,
  local_id uuid not null,
  remote jsonb not null,
  seen_at timestamp with time zone not null,
  constraint erp_links_pkey PRIMARY KEY (supplier_id, connection_id, kind, remote_key),
  constraint erp_links_kind_check CHECK ((kind = ANY (ARRAY['customer'::text, 'product'::text]))),
  constraint erp_links_supplier_id_connection_id_fkey FOREIGN KEY (supplier_id, connection_id) REFERENCES connections(supplier_id, connection_id)
);
CREATE UNIQUE INDEX erp_links_by_local ON public.erp_links USING btree (supplier_id, kind, local_id, connection_id);
alter table erp_links enable row level security;
alter table erp_links force row level security;
create policy own on erp_links for all using ((supplier_id = scope_supplier()));

create table idempotency_keys (
  supplier_id uuid not null,
  actor text not null,
  key text not null,
  request_id uuid not null,
  endpoint text not null,
  request_hash text not null,
  status integer,
  answer jsonb,
  created_at timestamp with time zone not null default now(),
  constraint idempotency_keys_pkey PRIMARY KEY (supplier_id, actor, key),
  constraint idempotency_keys_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200))),
  constraint idempotency_keys_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(supplier_id)
);
CREATE INDEX idempotency_keys_by_age ON public.idempotency_keys USING btree (supplier_id, created_at);
alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
create policy own on idempotency_keys for all using ((supplier_id = scope_supplier()));

create table image_files (
  supplier_id uuid not null,
  sha256 text not null,
  width integer not null,
  content_type text not null,
  bytes bytea not null,
  constraint image_files_pkey PRIMARY KEY (supplier_id, sha256, width),
  constraint image_files_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(supplier_id)
);
alter table image_files enable row level security;
alter table image_files force row level security;
create policy own on image_files for all using ((supplier_id = scope_supplier()));

create table import_rows (
  supplier_id uuid not null,
  import_id uuid not null,
  row_no integer not null,
  remote_key text not null,
  tab text not null,
  name text not null,
  code text not null default ''::text,
  detail text not null default ''::text,
  reason text,
  changes jsonb not null default '[]'::jsonb,
  match_id uuid,
  match_reason text,
  choice text not null default 'none'::text,
  record jsonb,
  outcome text,
  outcome_sentence text,
  constraint import_rows_pkey PRIMARY KEY (supplier_id, import_id, row_no),
  constraint import_rows_choice_check CHECK ((choice = ANY (ARRAY['none'::text, 'apply'::text, 'link'::text]))),
  constraint import_rows_outcome_check CHECK ((outcome = ANY (ARRAY['created'::text, 'updated'::text, 'linked'::text, 'failed'::text]))),
  constraint import_rows_supplier_id_import_id_fkey FOREIGN KEY (supplier_id, import_id) REFERENCES imports(supplier_id, import_id) ON DELETE CASCADE,
  constraint import_rows_tab_check CHECK ((tab = ANY (ARRAY['new'::text, 'changed'::text, 'linked'::text, 'unusable'::text])))
);
CREATE UNIQUE INDEX import_rows_by_key ON public.import_rows USING btree (supplier_id, import_id, remote_key);
CREATE INDEX import_rows_by_tab ON public.import_rows USING btree (supplier_id, import_id, tab, row_no);
CREATE INDEX import_rows_to_apply ON public.import_rows USING btree (supplier_id, import_id, row_no) WHERE ((choice <> 'none'::text) AND (outcome IS NULL));
alter table import_rows enable row level security;
alter table import_rows force row level security;
create policy own on import_rows for all using ((supplier_id = scope_supplier()));

create table imports (
  supplier_id uuid not null,
  import_id uuid not null,
  connection_id uuid not null,
  kind text not null,
  state text not null,
  pages_read integer not null default 0,
  rows_read integer not null default 0,
  rows_expected integer,
  rows_to_apply integer not null default 0,
  rows_applied integer not null default 0,
  sentence text,
  purpose text not null default 'import'::text,
  failures integer not null default 0,
  started_by text not null,
  started_at timestamp with time zone not null default now(),
  apply_started_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint imports_pkey PRIMARY KEY (supplier_id, import_id),
  constraint imports_kind_check CHECK ((kind = ANY (ARRAY['customers'::text, 'products'::text]))),
  constraint imports_purpose_check CHECK ((purpose = ANY (ARRAY['import'::text, 'refresh'::text]))),
  constraint imports_state_check CHECK ((state = ANY (ARRAY['reading'::text, 'ready'::text, 'applying'::text, 'done'::text, 'failed'::text, 'cancelled'::text]))),
  constraint imports_supplier_id_connection_id_fkey FOREIGN KEY (supplier_id, connection_id) REFERENCES connections(supplier_id, connection_id)
);
CREATE UNIQUE INDEX imports_one_live ON public.imports USING btree (supplier_id, kind) WHERE (state = ANY (ARRAY['reading'::text, 'ready'::text, 'applying'::text]));
alter table imports enable row level security;
alter table imports force row level security;
create policy own on imports for all using ((supplier_id = scope_supplier()));

create table inbox_entries (
  supplier_id uuid not null,
  entry_id uuid not null,
  subject_kind text not null,
  subject_id text not null,
  cause text not null,
  sentence text not null,
  field text,
  said text,
  fix jsonb not null default '[]'::jsonb,
  detail jsonb not null default '{}'::jsonb,
  opened_at timestamp with time zone not null default now(),
  seen_count integer not null default 1,
  last_seen_at timestamp with time zone not null default now(),
  closed_at timestamp with time zone,
  closed_by text,
  closed_reason text,
  constraint inbox_entries_pkey PRIMARY KEY (supplier_id, entry_id),
  constraint inbox_entries_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['push'::text, 'double'::text, 'import-row'::text, 'image'::text, 'connection'::text]))),
  constraint inbox_entries_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(supplier_id)
);
CREATE INDEX inbox_newest ON public.inbox_entries USING btree (supplier_id, entry_id DESC) WHERE (closed_at IS NULL);
CREATE UNIQUE INDEX inbox_open ON public.inbox_entries USING btree (supplier_id, subject_kind, subject_id) WHERE (closed_at IS NULL);
alter table inbox_entries enable row level security;
alter table inbox_entries force row level security;
create policy own on inbox_entries for all using ((supplier_id = scope_supplier()));

create table loops (
  supplier_id uuid not null,
  connection_id uuid not null,
  loop text not null,
  cursor jsonb,
  last_started_at timestamp with time zone,
  last_ended_at timestamp with time zone,
  last_outcome text,
  last_sentence text,
  next_at timestamp with time zone,
  constraint loops_pkey PRIMARY KEY (supplier_id, connection_id, loop),
  constraint loops_loop_check CHECK ((loop = ANY (ARRAY['pushes'::text, 'dispatches'::text, 'refresh'::text]))),
  constraint loops_supplier_id_connection_id_fkey FOREIGN KEY (supplier_id, connection_id) REFERENCES connections(supplier_id, connection_id)
);
alter table loops enable row level security;
alter table loops force row level security;
create policy own on loops for all using ((supplier_id = scope_supplier()));

create table members (
  supplier_id uuid not null,
  user_id text not null,
  role text not null,
  joined_at timestamp with time zone not null default now(),
  constraint members_pkey PRIMARY KEY (supplier_id, user_id),
  constraint members_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'manager'::text, 'staff'::text]))),
  constraint members_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(supplier_id),
  constraint members_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth_user(id) ON DELETE CASCADE
);
CREATE INDEX members_by_user ON public.members USING btree (user_id);
alter table members enable row level security;
alter table members force row level security;
create policy own on members for all using (((supplier_id = scope_supplier()) OR scope_is_system() OR (user_id = scope_user())));

create table order_events (
  supplier_id uuid not null,
  order_id uuid not null,
  event_id uuid not null,
  at timestamp with time zone not null,
  kind text not null,
  actor_kind text not null,
  actor_name text not null,
  data jsonb not null default '{}'::jsonb,
  constraint order_events_pkey PRIMARY KEY (supplier_id, order_id, event_id),
  constraint order_events_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['person'::text, 'purvey'::text, 'erp'::text]))),
  constraint order_events_supplier_id_order_id_fkey FOREIGN KEY (supplier_id, order_id) REFERENCES orders(supplier_id, order_id)
);
alter table order_events enable row level security;
alter table order_events force row level security;
create policy own on order_events for all using ((supplier_id = scope_supplier()));

create table order_lines (
  supplier_id uuid not null,
  order_id uuid not null,
  line_id uuid not null,
  position integer not null,
  product_id uuid not null,
  code text not null,
  name text not null,
  option1 text,
  option2 text,
  option3 text,
  size text,
  unit text,
  unit_size numeric(12,4) not null default 1,
  quantity numeric(14,4) not null,
  unit_price numeric(14,4) not null,
  price_reason jsonb not null,
  comment text not null default ''::text,
  line_total numeric(14,2) not null,
  quantity_shipped numeric(14,4) not null default 0,
  constraint order_lines_pkey PRIMARY KEY (supplier_id, order_id, line_id),
  constraint order_lines_quantity_check CHECK ((quantity > (0)::numeric)),
  constraint order_lines_supplier_id_order_id_fkey FOREIGN KEY (supplier_id, order_id) REFERENCES orders(supplier_id, order_id),
  constraint order_lines_supplier_id_product_id_fkey FOREIGN KEY (supplier_id, product_id) REFERENCES products(supplier_id, product_id),
  constraint order_lines_unit_price_check CHECK ((unit_price >= (0)::numeric))
);
CREATE INDEX order_lines_by_product ON public.order_lines USING btree (supplier_id, product_id, order_id DESC);
alter table order_lines enable row level security;
alter table order_lines force row level security;
create policy own on order_lines for all using ((supplier_id = scope_supplier()));

create table orders (
  supplier_id uuid not null,
  order_id uuid not null,
  number text not null,
  status text not null,
  push_state text not null default 'none'::text,
  source text not null,
  customer_id uuid not null,
  po_number text,
  delivery_on date,
  buyer_note text not null default ''::text,
  internal_note text not null default ''::text,
  currency text not null,
  tax_treatment text not null,
  tax_rate numeric(7,4) not null,
  tax_rounding text not null,
  freight numeric(14,2) not null default 0,
  freight_description text not null default ''::text,
  product_total numeric(14,2) not null,
  tax numeric(14,2) not null,
  total numeric(14,2) not null,
  line_count integer not null,
  delivery_address jsonb not null default '{}'::jsonb,
  billing_address jsonb not null default '{}'::jsonb,
  revision integer not null default 1,
  created_by text not null,
  placed_at timestamp with time zone,
  approved_at timestamp with time zone,
  closed_reason text,
  shipped_at timestamp with time zone,
  carrier text,
  tracking_code text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  number_key text generated always as (lower(number)) stored,
  number_tail text generated always as ("substring"(number, '[0-9]+$'::text)) stored,
  po_key text generated always as (lower(po_number)) stored,
  voided_in_erp boolean not null default false,
  constraint orders_pkey PRIMARY KEY (supplier_id, order_id),
  constraint orders_freight_check CHECK ((freight >= (0)::numeric)),
  constraint orders_number_check CHECK (((length(number) >= 1) AND (length(number) <= 30))),
  constraint orders_push_state_check CHECK ((push_state = ANY (ARRAY['none'::text, 'not-needed'::text, 'waiting'::text, 'in-erp'::text, 'parked'::text]))),
  constraint orders_source_check CHECK ((source = ANY (ARRAY['staff'::text, 'store'::text, 'api'::text, 'edi'::text]))),
  constraint orders_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'placed'::text, 'approved'::text, 'part-shipped'::text, 'shipped'::text, 'rejected'::text, 'cancelled'::text]))),
  constraint orders_supplier_id_customer_id_fkey FOREIGN KEY (supplier_id, customer_id) REFERENCES customers(supplier_id, customer_id),
  constraint orders_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(supplier_id),
  constraint orders_tax_rounding_check CHECK ((tax_rounding = ANY (ARRAY['line'::text, 'order'::text]))),
  constraint orders_tax_treatment_check CHECK ((tax_treatment = ANY (ARRAY['exclusive'::text, 'inclusive'::text, 'exempt'::text])))
);
CREATE INDEX orders_by_customer ON public.orders USING btree (supplier_id, customer_id, order_id DESC);
CREATE UNIQUE INDEX orders_by_number ON public.orders USING btree (supplier_id, number_key);
CREATE INDEX orders_by_number_tail ON public.orders USING btree (supplier_id, number_tail);
CREATE INDEX orders_by_placed ON public.orders USING btree (supplier_id, placed_at) WHERE (placed_at IS NOT NULL);
CREATE INDEX orders_by_po ON public.orders USING btree (supplier_id, po_key, customer_id) WHERE (po_key IS NOT NULL);
CREATE INDEX orders_by_push ON public.orders USING btree (supplier_id, push_state, order_id DESC);
CREATE INDEX orders_by_shipped ON public.orders USING btree (supplier_id, shipped_at) WHERE (shipped_at IS NOT NULL);
CREATE INDEX orders_by_status ON public.orders USING btree (supplier_id, status, order_id DESC);
CREATE INDEX orders_voided_in_erp ON public.orders USING btree (supplier_id, order_id DESC) WHERE voided_in_erp;
alter table orders enable row level security;
alter table orders force row level security;
create policy own on orders for all using ((supplier_id = scope_supplier()));

create table product_images (
  supplier_id uuid not null,
  product_id uuid not null,
  position integer not null,
  source_url text not null,
  state text not null,
  reason text,
  sha256 text,
  attempts integer not null default 0,
  constraint product_images_pkey PRIMARY KEY (supplier_id, product_id, "position"),
  constraint product_images_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'ready'::text, 'failed'::text]))),
  constraint product_images_supplier_id_product_id_fkey FOREIGN KEY (supplier_id, product_id) REFERENCES products(supplier_id, product_id) ON DELETE CASCADE
);
CREATE INDEX product_images_by_source ON public.product_images USING btree (supplier_id, source_url);
CREATE INDEX product_images_waiting ON public.product_images USING btree (supplier_id) WHERE (state = 'waiting'::text);
alter table product_images enable row level security;
alter table product_images force row level security;
create policy own on product_images for all using ((supplier_id = scope_supplier()));

create table products (
  supplier_id uuid not null,
  product_id uuid not null,
  name text not null,
  code text not null,
  barcode text,
  style_code text,
  brand text,
  category text,
  sub_category text,
  description text,
  option1 text,
  option2 text,
  option3 text,
  size text,
  unit text,
  unit_size numeric(12,4) not null default 1,
  tier_prices jsonb not null default '{}'::jsonb,
  base_price numeric(14,4),
  is_active boolean not null default true,
  kept_fields jsonb not null default '[]'::jsonb,
  revision integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  search text generated always as (lower(((((((((((name || ' '::text) || code) || ' '::text) || COALESCE(barcode, ''::text)) || ' '::text) || COALESCE(category, ''::text)) || ' '::text) || COALESCE(brand, ''::text)) || ' '::text) || COALESCE(style_code, ''::text)))) stored,
  sort_name text generated always as (lower(name)) stored,
  code_key text generated always as (lower(code)) stored,
  constraint products_pkey PRIMARY KEY (supplier_id, product_id),
  constraint products_base_price_check CHECK ((base_price > (0)::numeric)),
  constraint products_name_check CHECK (((length(name) >= 1) AND (length(name) <= 400))),
  constraint products_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES suppliers(supplier_id),
  constraint products_unit_size_check CHECK ((unit_size > (0)::numeric))
);
CREATE INDEX products_by_barcode ON public.products USING btree (supplier_id, barcode) WHERE (barcode IS NOT NULL);
CREATE INDEX products_by_category ON public.products USING btree (supplier_id, category, sort_name, product_id) INCLUDE (is_active);
CREATE INDEX products_by_code ON public.products USING btree (supplier_id, code_key);
CREATE INDEX products_by_name ON public.products USING btree (supplier_id, sort_name, product_id);
alter table products enable row level security;
alter table products force row level security;
create policy own on products for all using ((supplier_id = scope_supplier()));
CREATE TRIGGER index_changed AFTER UPDATE ON public.products FOR EACH ROW WHEN ((old.search <> new.search)) EXECUTE FUNCTION index_changed_products();
CREATE TRIGGER index_new AFTER INSERT ON public.products REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION index_new_products();

create table pushes (
  supplier_id uuid not null,
  order_id uuid not null,
  state text not null,
  reference text not null,
  attempts integer not null default 0,
  unclear boolean not null default false,
  settles_at timestamp with time zone,
  absent integer not null default 0,
  next_attempt_at timestamp with time zone not null,
  verify_at timestamp with time zone,
  lease_owner uuid,
  lease_until timestamp with time zone,
  connection_id uuid,
  remote_key text,
  remote_reference text,
  how text,
  verified text,
  differences jsonb not null default '[]'::jsonb,
  remote jsonb,
  remote_seen_at timestamp with time zone,
  problem_code text,
  problem_sentence text,
  problem_said text,
  accepted_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  reference_key text generated always as (lower(reference)) stored,
  constraint pushes_pkey PRIMARY KEY (supplier_id, order_id),
  constraint pushes_how_check CHECK ((how = ANY (ARRAY['created'::text, 'found'::text, 'linked-by-hand'::text]))),
  constraint pushes_reference_check CHECK (((length(reference) >= 1) AND (length(reference) <= 30))),
  constraint pushes_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'in-erp'::text, 'parked'::text, 'cancelled'::text]))),
  constraint pushes_supplier_id_order_id_fkey FOREIGN KEY (supplier_id, order_id) REFERENCES orders(supplier_id, order_id),
  constraint pushes_verified_check CHECK ((verified = ANY (ARRAY['verified'::text, 'different'::text])))
);
CREATE INDEX pushes_accepted ON public.pushes USING btree (supplier_id, accepted_at) WHERE (accepted_at IS NOT NULL);
CREATE UNIQUE INDEX pushes_by_reference ON public.pushes USING btree (supplier_id, reference_key);
CREATE UNIQUE INDEX pushes_by_remote ON public.pushes USING btree (supplier_id, connection_id, remote_key) WHERE (remote_key IS NOT NULL);
CREATE INDEX pushes_due ON public.pushes USING btree (supplier_id, next_attempt_at) WHERE (state = ANY (ARRAY['waiting'::text, 'sending'::text]));
CREATE INDEX pushes_to_verify ON public.pushes USING btree (supplier_id, verify_at) WHERE (verify_at IS NOT NULL);
alter table pushes enable row level security;
alter table pushes force row level security;
create policy own on pushes for all using ((supplier_id = scope_supplier()));

create table search_variants (
  supplier_id uuid not null,
  kind text not null,
  variant text not null,
  word text not null,
  constraint search_variants_pkey PRIMARY KEY (supplier_id, kind, variant, word),
  constraint search_variants_kind_check CHECK ((kind = ANY (ARRAY['customer'::text, 'product'::text])))
);
alter table search_variants enable row level security;
alter table search_variants force row level security;
create policy own on search_variants for all using ((supplier_id = scope_supplier()));

create table search_words (
  supplier_id uuid not null,
  kind text not null,
  word text not null,
  sort_name text not null,
  local_id uuid not null,
  constraint search_words_pkey PRIMARY KEY (supplier_id, kind, word, sort_name, local_id),
  constraint search_words_kind_check CHECK ((kind = ANY (ARRAY['customer'::text, 'product'::text])))
);
CREATE INDEX search_words_by_local ON public.search_words USING btree (supplier_id, kind, local_id);
alter table search_words enable row level security;
alter table search_words force row level security;
create policy own on search_words for all using ((supplier_id = scope_supplier()));

create table sign_in_attempts (
  subject text not null,
  attempted_at timestamp with time zone not null,
  attempt_id uuid not null,
  constraint sign_in_attempts_pkey PRIMARY KEY (subject, attempted_at, attempt_id)
);

create table suppliers (
  supplier_id uuid not null,
  name text not null,
  currency text not null,
  country text not null default ''::text,
  time_zone text not null,
  order_prefix text not null default 'PV-'::text,
  next_order_number bigint not null default 1001,
  tax_treatment text not null default 'exclusive'::text,
  tax_rate numeric(7,4) not null default 15,
  tax_rounding text not null default 'order'::text,
  freight_description text not null default 'Freight'::text,
  internal_comment_template text not null default 'Purvey order {number}, {source}, keyed by {person}. {link}'::text,
  settings_revision integer not null default 1,
  created_at timestamp with time zone not null default now(),
  constraint suppliers_pkey PRIMARY KEY (supplier_id),
  constraint suppliers_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint suppliers_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint suppliers_order_prefix_check CHECK (((length(order_prefix) >= 1) AND (length(order_prefix) <= 12))),
  constraint suppliers_tax_rate_check CHECK (((tax_rate >= (0)::numeric) AND (tax_rate < (100)::numeric))),
  constraint suppliers_tax_rounding_check CHECK ((tax_rounding = ANY (ARRAY['line'::text, 'order'::text]))),
  constraint suppliers_tax_treatment_check CHECK ((tax_treatment = ANY (ARRAY['exclusive'::text, 'inclusive'::text, 'exempt'::text])))
);
alter table suppliers enable row level security;
alter table suppliers force row level security;
create policy own on suppliers for all using (((supplier_id = scope_supplier()) OR scope_is_system()));
