-- The foundation: who there is (suppliers, people), the link to an ERP, customers, products, orders, pushes, imports, inbox.
-- Every tenant table has supplier_id first in its key, and row-level security is on and forced on all of them.

-- ── Scope of a transaction ────────────────────────────────────────────────────────────────────────────────────────────

create function scope_supplier() returns uuid language sql stable parallel safe
  return nullif(current_setting('purvey.supplier_id', true), '')::uuid;

create function scope_user() returns text language sql stable parallel safe
  return nullif(current_setting('purvey.user_id', true), '');

create function scope_is_system() returns boolean language sql stable parallel safe
  return coalesce(current_setting('purvey.scope', true), '') = 'system';

-- ── People: accounts belong to no supplier; the sign-in library owns these four tables ──────────────────────────────────

create table auth_user (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table auth_session (
  id text primary key,
  user_id text not null references auth_user (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index auth_session_by_user on auth_session (user_id);

create table auth_account (
  id text primary key,
  user_id text not null references auth_user (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index auth_account_by_user on auth_account (user_id);

create table auth_verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index auth_verification_by_identifier on auth_verification (identifier);

-- Failed sign-ins, by address and by account, for throttling. Rows are removed when a sign-in succeeds or the window has passed.
create table sign_in_attempts (
  subject text not null,
  attempted_at timestamptz not null,
  attempt_id uuid not null,
  primary key (subject, attempted_at, attempt_id)
);

-- ── Suppliers and their people ──────────────────────────────────────────────────────────────────────────────────────────

create table suppliers (
  supplier_id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  country text not null default '',
  time_zone text not null,
  order_prefix text not null default 'PV-' check (length(order_prefix) between 1 and 12),
  next_order_number bigint not null default 1001,
  tax_treatment text not null default 'exclusive' check (tax_treatment in ('exclusive', 'inclusive', 'exempt')),
  tax_rate numeric(7, 4) not null default 15 check (tax_rate >= 0 and tax_rate < 100),
  tax_rounding text not null default 'order' check (tax_rounding in ('line', 'order')),
  freight_description text not null default 'Freight',
  internal_comment_template text not null default 'Purvey order {number}, {source}, keyed by {person}. {link}',
  settings_revision int not null default 1,
  created_at timestamptz not null default now()
);
alter table suppliers enable row level security;
alter table suppliers force row level security;
create policy own on suppliers using (supplier_id = scope_supplier() or scope_is_system());

create table members (
  supplier_id uuid not null references suppliers,
  user_id text not null references auth_user (id) on delete cascade,
  role text not null check (role in ('owner', 'manager', 'staff')),
  joined_at timestamptz not null default now(),
  primary key (supplier_id, user_id)
);
create index members_by_user on members (user_id);
alter table members enable row level security;
alter table members force row level security;
create policy own on members using (supplier_id = scope_supplier() or scope_is_system() or user_id = scope_user());

-- Answers of writes that carried an idempotency key, so that the same request sent again gets the same answer. The row is
-- written in the transaction of the effect: if there is a row, the effect took place.
create table idempotency_keys (
  supplier_id uuid not null references suppliers,
  actor text not null,
  key text not null check (length(key) between 1 and 200),
  -- The one request that had the effect.
  request_id uuid not null,
  endpoint text not null,
  request_hash text not null,
  status int,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (supplier_id, actor, key)
);
create index idempotency_keys_by_age on idempotency_keys (supplier_id, created_at);

-- ── The link to an ERP ──────────────────────────────────────────────────────────────────────────────────────────────────

create table connections (
  supplier_id uuid not null references suppliers,
  connection_id uuid not null,
  adapter text not null,
  username text not null,
  -- AES-256-GCM envelope; the supplier and connection ids are its associated data. Null after a disconnect.
  key_envelope text,
  state text not null check (state in ('connected', 'needs-attention', 'disconnected')),
  state_code text,
  state_sentence text,
  state_since timestamptz not null default now(),
  -- Set by people: nothing is sent while it is on.
  paused boolean not null default false,
  -- Set by failures: no call before this instant (unreachable back-off).
  retry_at timestamptz,
  failures int not null default 0,
  permissions jsonb not null default '[]',
  checked_at timestamptz,
  price_tiers jsonb not null default '[]',
  branches jsonb not null default '[]',
  price_tier text,
  contact_groups jsonb not null default '[]',
  custom_field_mapping jsonb not null default '[]',
  created_at timestamptz not null default now(),
  revision int not null default 1,
  primary key (supplier_id, connection_id)
);
create unique index connections_one_live on connections (supplier_id) where state <> 'disconnected';
create unique index connections_by_account on connections (supplier_id, adapter, lower(username));

-- One row per connection: the calls of the last minute as a sliding log and the day's count by purpose.
create table call_budgets (
  supplier_id uuid not null,
  connection_id uuid not null,
  -- For each call the last instant at which it can have reached the ERP: when its answer came, or some time after it was allowed.
  recent timestamptz[] not null default '{}',
  day date not null default (now() at time zone 'utc')::date,
  used int not null default 0,
  used_by jsonb not null default '{}',
  -- The ERP said "too many": no call before this instant; and how many times in a row it said so.
  closed_until timestamptz,
  closed_count int not null default 0,
  -- A push is waiting for its turn until about now: others stand back.
  push_waiting_until timestamptz,
  primary key (supplier_id, connection_id),
  foreign key (supplier_id, connection_id) references connections
);

create table calls (
  supplier_id uuid not null,
  connection_id uuid not null,
  call_id uuid not null,
  at timestamptz not null,
  purpose text not null,
  method text not null,
  path text not null,
  status int,
  outcome text not null,
  duration_ms int not null,
  request text,
  response text,
  primary key (supplier_id, connection_id, call_id),
  foreign key (supplier_id, connection_id) references connections
);

-- What the loops of a connection last did and will do next; cursors move in the transaction that stores what they passed.
create table loops (
  supplier_id uuid not null,
  connection_id uuid not null,
  loop text not null check (loop in ('pushes', 'dispatches', 'refresh')),
  cursor jsonb,
  last_started_at timestamptz,
  last_ended_at timestamptz,
  last_outcome text,
  last_sentence text,
  next_at timestamptz,
  primary key (supplier_id, connection_id, loop),
  foreign key (supplier_id, connection_id) references connections
);

-- ── Customers ───────────────────────────────────────────────────────────────────────────────────────────────────────────

create table customers (
  supplier_id uuid not null references suppliers,
  customer_id uuid not null,
  name text not null check (length(name) between 1 and 250),
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
  delivery_address jsonb not null default '{}',
  billing_address jsonb not null default '{}',
  custom_fields jsonb not null default '{}',
  notes text not null default '',
  -- What a re-import may not change, because it was edited here: column names.
  kept_fields jsonb not null default '[]',
  revision int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  search text generated always as (
    lower(name || ' ' || coalesce(account_number, '') || ' ' || coalesce(email, '') || ' ' || coalesce(first_name, '') || ' ' || coalesce(last_name, '') || ' ' || coalesce(customer_group, ''))
  ) stored,
  sort_name text collate "C" generated always as (lower(name)) stored,
  email_key text collate "C" generated always as (lower(email)) stored,
  primary key (supplier_id, customer_id)
);
create index customers_by_name on customers (supplier_id, sort_name, customer_id);
create index customers_by_email on customers (supplier_id, email_key) where email_key is not null;

-- ── Products ────────────────────────────────────────────────────────────────────────────────────────────────────────────

create table products (
  supplier_id uuid not null references suppliers,
  product_id uuid not null,
  name text not null check (length(name) between 1 and 400),
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
  unit_size numeric(12, 4) not null default 1 check (unit_size > 0),
  tier_prices jsonb not null default '{}',
  -- Price per unit of sale in the supplier's currency; null: no price, cannot be ordered until priced.
  base_price numeric(14, 4) check (base_price > 0),
  is_active boolean not null default true,
  kept_fields jsonb not null default '[]',
  revision int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  search text generated always as (
    lower(name || ' ' || code || ' ' || coalesce(barcode, '') || ' ' || coalesce(category, '') || ' ' || coalesce(brand, '') || ' ' || coalesce(style_code, ''))
  ) stored,
  -- Lists are ordered and cut by this: a plain column, because row-level security keeps lower(name) out of index conditions.
  sort_name text collate "C" generated always as (lower(name)) stored,
  code_key text collate "C" generated always as (lower(code)) stored,
  primary key (supplier_id, product_id)
);
create index products_by_name on products (supplier_id, sort_name, product_id);
create index products_by_code on products (supplier_id, code_key);
create index products_by_barcode on products (supplier_id, barcode) where barcode is not null;
create index products_by_category on products (supplier_id, category, sort_name, product_id) include (is_active);

create table product_images (
  supplier_id uuid not null,
  product_id uuid not null,
  position int not null,
  source_url text not null,
  state text not null check (state in ('waiting', 'ready', 'failed')),
  reason text,
  sha256 text,
  attempts int not null default 0,
  primary key (supplier_id, product_id, position),
  foreign key (supplier_id, product_id) references products on delete cascade
);
create index product_images_waiting on product_images (supplier_id) where state = 'waiting';
create index product_images_by_source on product_images (supplier_id, source_url);

create table image_files (
  supplier_id uuid not null references suppliers,
  sha256 text not null,
  width int not null,
  content_type text not null,
  bytes bytea not null,
  primary key (supplier_id, sha256, width)
);

-- What of ours stands for what of theirs. One remote thing is linked to one of ours, and the other way round.
create table erp_links (
  supplier_id uuid not null,
  connection_id uuid not null,
  kind text not null check (kind in ('customer', 'product')),
  remote_key text not null,
  local_id uuid not null,
  remote jsonb not null,
  seen_at timestamptz not null,
  primary key (supplier_id, connection_id, kind, remote_key),
  foreign key (supplier_id, connection_id) references connections
);
create unique index erp_links_by_local on erp_links (supplier_id, kind, local_id, connection_id);

-- ── Search: words, and words with one letter left out ───────────────────────────────────────────────────────────────────

-- Row-level security lets only leakproof operators reach an index. Plain text comparison is one, `like` and trigrams are not:
-- so search is by the beginnings of words, and a typing mistake is found through words with one letter left out.
-- Triggers alone write these two tables.
create table search_words (
  supplier_id uuid not null,
  kind text not null check (kind in ('customer', 'product')),
  word text collate "C" not null,
  -- That of the customer or product, so that what a word finds comes in the order of the list.
  sort_name text collate "C" not null,
  local_id uuid not null,
  primary key (supplier_id, kind, word, sort_name, local_id)
);
create index search_words_by_local on search_words (supplier_id, kind, local_id);

create table search_variants (
  supplier_id uuid not null,
  kind text not null check (kind in ('customer', 'product')),
  variant text collate "C" not null,
  word text collate "C" not null,
  primary key (supplier_id, kind, variant, word)
);

-- Letters and digits; everything else parts words. What is typed and what is stored is cut up by this one function. The
-- collation is named: inside a function it is otherwise that of the caller's arguments, and in "C" é is no letter.
create function search_words_of(words text) returns setof text language sql immutable parallel safe as $$
  select distinct left(word, 60) from regexp_split_to_table(lower(words collate "default"), '[^[:alnum:]]+') word where word <> ''
$$;

-- The word itself and it with each one letter left out; two words one mistake apart share one of these.
create function search_variants_of(word text) returns setof text language sql immutable parallel safe as $$
  select word union select left(word, i - 1) || substr(word, i + 1) from generate_series(1, length(word)) i
$$;

-- The words whose misspelling is worth finding: 4 to 24 letters, no digits.
create function search_is_spelled(word text) returns boolean language sql immutable parallel safe as $$
  select word collate "default" ~ '^[[:alpha:]]{4,24}$'
$$;

-- A big import fills these tables faster than statistics follow, so the plans that look each word up are asked for by name.
create function index_search(of_kind text, suppliers uuid[], ids uuid[], names text[], texts text[]) returns void language plpgsql
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
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
$$;

create function forget_search(of_kind text, suppliers uuid[], ids uuid[]) returns void language plpgsql as $$
begin
  delete from search_words w using unnest(suppliers, ids) t (supplier_id, local_id)
    where w.supplier_id = t.supplier_id and w.kind = of_kind and w.local_id = t.local_id;
end
$$;

create function index_new_customers() returns trigger language plpgsql as $$
begin
  perform index_search('customer', array_agg(supplier_id), array_agg(customer_id), array_agg(sort_name), array_agg(search))
    from after having count(*) > 0;
  return null;
end
$$;
create function index_changed_customers() returns trigger language plpgsql as $$
begin
  perform forget_search('customer', array[new.supplier_id], array[new.customer_id]),
    index_search('customer', array[new.supplier_id], array[new.customer_id], array[new.sort_name], array[new.search]);
  return null;
end
$$;
create function index_new_products() returns trigger language plpgsql as $$
begin
  perform index_search('product', array_agg(supplier_id), array_agg(product_id), array_agg(sort_name), array_agg(search))
    from after having count(*) > 0;
  return null;
end
$$;
create function index_changed_products() returns trigger language plpgsql as $$
begin
  perform forget_search('product', array[new.supplier_id], array[new.product_id]),
    index_search('product', array[new.supplier_id], array[new.product_id], array[new.sort_name], array[new.search]);
  return null;
end
$$;
create trigger index_new after insert on customers referencing new table as after for each statement execute function index_new_customers();
-- Row by row: a statement's transition tables have no index, and joining them took minutes for 50,000 new prices.
create trigger index_changed after update on customers
  for each row when (old.search <> new.search) execute function index_changed_customers();
create trigger index_new after insert on products referencing new table as after for each statement execute function index_new_products();
create trigger index_changed after update on products
  for each row when (old.search <> new.search) execute function index_changed_products();

-- ── Imports ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

create table imports (
  supplier_id uuid not null,
  import_id uuid not null,
  connection_id uuid not null,
  kind text not null check (kind in ('customers', 'products')),
  state text not null check (state in ('reading', 'ready', 'applying', 'done', 'failed', 'cancelled')),
  pages_read int not null default 0,
  rows_read int not null default 0,
  rows_expected int,
  rows_to_apply int not null default 0,
  rows_applied int not null default 0,
  sentence text,
  -- import: a person asked. refresh: the nightly look for changes.
  purpose text not null default 'import' check (purpose in ('import', 'refresh')),
  -- Calls that failed in a row; the next page is tried later and later.
  failures int not null default 0,
  started_by text not null,
  started_at timestamptz not null default now(),
  apply_started_at timestamptz,
  ended_at timestamptz,
  primary key (supplier_id, import_id),
  foreign key (supplier_id, connection_id) references connections
);
create unique index imports_one_live on imports (supplier_id, kind) where state in ('reading', 'ready', 'applying');

create table import_rows (
  supplier_id uuid not null,
  import_id uuid not null,
  row_no int not null,
  remote_key text not null,
  tab text not null check (tab in ('new', 'changed', 'linked', 'unusable')),
  name text not null,
  code text not null default '',
  -- Group and e-mail of a customer; category, unit and price of a product.
  detail text not null default '',
  -- Why it cannot be used, or what changed, or whom it may match.
  reason text,
  changes jsonb not null default '[]',
  match_id uuid,
  match_reason text,
  -- chosen: to be applied. link-match: apply by linking to match_id instead of making a new one.
  choice text not null default 'none' check (choice in ('none', 'apply', 'link')),
  record jsonb,
  outcome text check (outcome in ('created', 'updated', 'linked', 'failed')),
  outcome_sentence text,
  primary key (supplier_id, import_id, row_no),
  foreign key (supplier_id, import_id) references imports on delete cascade
);
create unique index import_rows_by_key on import_rows (supplier_id, import_id, remote_key);
create index import_rows_by_tab on import_rows (supplier_id, import_id, tab, row_no);
create index import_rows_to_apply on import_rows (supplier_id, import_id, row_no) where choice <> 'none' and outcome is null;

-- ── Orders ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

create table orders (
  supplier_id uuid not null references suppliers,
  order_id uuid not null,
  number text not null check (length(number) between 1 and 30),
  status text not null check (status in ('draft', 'placed', 'approved', 'part-shipped', 'shipped', 'rejected', 'cancelled')),
  -- The push's state, repeated here so that lists can filter; pushes holds the truth.
  push_state text not null default 'none' check (push_state in ('none', 'not-needed', 'waiting', 'sending', 'in-erp', 'parked')),
  source text not null check (source in ('staff', 'store', 'api', 'edi')),
  customer_id uuid not null,
  po_number text,
  delivery_on date,
  buyer_note text not null default '',
  internal_note text not null default '',
  currency text not null,
  tax_treatment text not null check (tax_treatment in ('exclusive', 'inclusive', 'exempt')),
  tax_rate numeric(7, 4) not null,
  tax_rounding text not null check (tax_rounding in ('line', 'order')),
  freight numeric(14, 2) not null default 0 check (freight >= 0),
  freight_description text not null default '',
  product_total numeric(14, 2) not null,
  tax numeric(14, 2) not null,
  total numeric(14, 2) not null,
  line_count int not null,
  delivery_address jsonb not null default '{}',
  billing_address jsonb not null default '{}',
  revision int not null default 1,
  created_by text not null,
  placed_at timestamptz,
  approved_at timestamptz,
  closed_reason text,
  shipped_at timestamptz,
  carrier text,
  tracking_code text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Searched by their beginnings: plain columns, because row-level security keeps lower() and `like` out of index conditions.
  number_key text collate "C" generated always as (lower(number)) stored,
  -- The number without its prefix is what people remember: 1042 for PV-1042.
  number_tail text collate "C" generated always as (substring(number from '[0-9]+$')) stored,
  po_key text collate "C" generated always as (lower(po_number)) stored,
  primary key (supplier_id, order_id),
  foreign key (supplier_id, customer_id) references customers
);
create unique index orders_by_number on orders (supplier_id, number_key);
create index orders_by_number_tail on orders (supplier_id, number_tail);
create index orders_by_status on orders (supplier_id, status, order_id desc);
create index orders_by_push on orders (supplier_id, push_state, order_id desc);
create index orders_newest on orders (supplier_id, order_id desc);
create index orders_by_customer on orders (supplier_id, customer_id, order_id desc);
create index orders_by_placed on orders (supplier_id, placed_at) where placed_at is not null;
create index orders_by_shipped on orders (supplier_id, shipped_at) where shipped_at is not null;
create index orders_by_po on orders (supplier_id, po_key, customer_id) where po_key is not null;

create table order_lines (
  supplier_id uuid not null,
  order_id uuid not null,
  line_id uuid not null,
  position int not null,
  product_id uuid not null,
  code text not null,
  name text not null,
  option1 text,
  option2 text,
  option3 text,
  size text,
  unit text,
  unit_size numeric(12, 4) not null default 1,
  quantity numeric(14, 4) not null check (quantity > 0),
  unit_price numeric(14, 4) not null check (unit_price >= 0),
  -- How the price came about: { from: 'tier' | 'typed', base, tier, by }.
  price_reason jsonb not null,
  comment text not null default '',
  line_total numeric(14, 2) not null,
  quantity_shipped numeric(14, 4) not null default 0,
  primary key (supplier_id, order_id, line_id),
  foreign key (supplier_id, order_id) references orders,
  foreign key (supplier_id, product_id) references products
);
create index order_lines_by_product on order_lines (supplier_id, product_id, order_id desc);

create table order_events (
  supplier_id uuid not null,
  order_id uuid not null,
  event_id uuid not null,
  at timestamptz not null,
  kind text not null,
  actor_kind text not null check (actor_kind in ('person', 'purvey', 'erp')),
  actor_name text not null,
  data jsonb not null default '{}',
  primary key (supplier_id, order_id, event_id),
  foreign key (supplier_id, order_id) references orders
);

-- ── Pushes: what must reach the ERP ─────────────────────────────────────────────────────────────────────────────────────

create table pushes (
  supplier_id uuid not null,
  order_id uuid not null,
  state text not null check (state in ('waiting', 'sending', 'in-erp', 'parked', 'cancelled')),
  -- Fixed at approval, before the first attempt.
  reference text not null check (length(reference) between 1 and 30),
  attempts int not null default 0,
  -- True from just before a create is sent until its outcome is known: look the reference up before any other create.
  unclear boolean not null default false,
  -- While unclear: from this instant on, a sales order that is not found is surely not there.
  settles_at timestamptz,
  -- Creates after which the ERP surely had nothing.
  absent int not null default 0,
  next_attempt_at timestamptz not null,
  -- Made, but not read back yet: due at this instant.
  verify_at timestamptz,
  lease_owner uuid,
  lease_until timestamptz,
  -- The connection that the attempt went to; links and lookups stay with it.
  connection_id uuid,
  remote_key text,
  remote_reference text,
  how text check (how in ('created', 'found', 'linked-by-hand')),
  verified text check (verified in ('verified', 'different')),
  differences jsonb not null default '[]',
  remote jsonb,
  remote_seen_at timestamptz,
  problem_code text,
  problem_sentence text,
  problem_said text,
  sent jsonb,
  accepted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  reference_key text collate "C" generated always as (lower(reference)) stored,
  primary key (supplier_id, order_id),
  foreign key (supplier_id, order_id) references orders
);
create unique index pushes_by_reference on pushes (supplier_id, reference_key);
create unique index pushes_by_remote on pushes (supplier_id, connection_id, remote_key) where remote_key is not null;
create index pushes_due on pushes (supplier_id, next_attempt_at) where state in ('waiting', 'sending');
create index pushes_to_verify on pushes (supplier_id, verify_at) where verify_at is not null;
create index pushes_accepted on pushes (supplier_id, accepted_at) where accepted_at is not null;

-- ── Error inbox ─────────────────────────────────────────────────────────────────────────────────────────────────────────

create table inbox_entries (
  supplier_id uuid not null references suppliers,
  entry_id uuid not null,
  subject_kind text not null check (subject_kind in ('push', 'double', 'import-row', 'image', 'connection')),
  -- Of a double: the connection and the second sales order's key there; its `detail` names the order.
  subject_id text not null,
  -- Entries with the same cause are shown as one group and can be retried together.
  cause text not null,
  sentence text not null,
  field text,
  said text,
  fix jsonb not null default '[]',
  detail jsonb not null default '{}',
  opened_at timestamptz not null default now(),
  seen_count int not null default 1,
  last_seen_at timestamptz not null default now(),
  closed_at timestamptz,
  closed_by text,
  closed_reason text,
  primary key (supplier_id, entry_id)
);
create unique index inbox_open on inbox_entries (supplier_id, subject_kind, subject_id) where closed_at is null;
create index inbox_newest on inbox_entries (supplier_id, entry_id desc) where closed_at is null;

-- ── Row-level security on every table that names a supplier ─────────────────────────────────────────────────────────────

do $$
declare
  t text;
begin
  foreach t in array array[
    'idempotency_keys', 'connections', 'call_budgets', 'calls', 'loops', 'customers', 'products', 'product_images', 'image_files',
    'erp_links', 'search_words', 'search_variants', 'imports', 'import_rows', 'orders', 'order_lines', 'order_events', 'pushes', 'inbox_entries'
  ] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own on %I using (supplier_id = scope_supplier())', t);
  end loop;
end
$$;

-- ── The call budget: one row lock, a sliding log, and an order of precedence ────────────────────────────────────────────

-- Takes one call from a connection's budget (wait_ms 0, and a ticket), or tells how many milliseconds to wait and why.
-- The ERP counts calls as they arrive, which is some time after they are allowed here. So a call counts as made at the last
-- instant at which it can have arrived: two seconds after it was allowed, or when its answer came, once the caller hands in the
-- ticket (`answered`, with how long ago each was). Two calls that are a second apart here are then a second apart there.
-- Pushes come first: while one waits, the others stand back; and the last tenths of a day belong to the more urgent purposes.
-- Only the database's own clock counts; times beyond what it can have given are dropped, for a clock that was set back.
create function reserve_call(
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
    ('second', case when calls >= per_second then b.recent[calls - per_second + 1] + interval '1.02 seconds' end)
  ) free (why, free_at)
  cross join lateral (select free.why, ceil(extract(epoch from free.free_at - present) * 1000)::int as ms) w
  where w.ms > 0 order by w.ms desc limit 1;

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
