/** Fills a supplier with customers, products and orders of a real size, by set-based SQL as the owner of the database. */
import { Client, type ClientConfig } from 'pg'

export interface Size {
  readonly customers: number
  readonly products: number
  readonly orders: number
}

/** Adds what is missing up to the size. Orders are a year of shipped ones, with a hundredth in review and a hundredth in the ERP. */
export async function loadUpTo(connection: ClientConfig, supplierId: string, size: Size): Promise<void> {
  const client = new Client(connection)
  await client.connect()
  try {
    await client.query("select set_config('purvey.supplier_id', $1, false)", [supplierId])
    const has = async (table: string): Promise<number> =>
      Number((await client.query<{ count: string }>(`select count(*) from ${table}`)).rows[0]?.count)
    await client.query(customers, [supplierId, await has('customers'), size.customers])
    await client.query(products, [supplierId, await has('products'), size.products])
    const before = await has("orders where source = 'edi'")
    // Foreign keys hold by construction; checking them row by row is most of the time.
    await client.query('set session_replication_role = replica')
    for (const text of [orders, lines, events]) {
      await client.query(
        text,
        text === orders
          ? [supplierId, before, size.orders, size.customers]
          : [supplierId, before, size.orders],
      )
    }
    await client.query('set session_replication_role = origin')
    // Far above the loaded ones, whatever is loaded later.
    await client.query(
      'update suppliers set next_order_number = greatest(next_order_number, 5000001) where supplier_id = $1',
      [supplierId],
    )
    await client.query('vacuum analyze')
    await client.query('checkpoint')
  } finally {
    await client.end()
  }
}

const idOf = (kind: string, number: string): string =>
  `(lpad(to_hex(1700000000000 + ${number}), 12, '0') || '7${kind}0080000000' || lpad(to_hex(${number}), 8, '0'))::uuid`

/** The nth of some words, the same for the same n. */
const pick = (words: string, step: number): string => {
  const list = words.split(' ')
  return `(array['${list.join("','")}'])[1 + (i / ${step}) % ${list.length}]`
}

const customers = `
  insert into customers (supplier_id, customer_id, name, account_number, email, customer_group)
  select $1, ${idOf('c', 'i')}, ${pick('Harbour Kauri Night Corner Station Garden Union River Hill Bay', 1)} || ' ' ||
    ${pick('Market Deli Grocer Kitchen Cafe Bakery Pantry Stores', 10)} || ' ' || i, 'A' || (100000 + i),
    'buyer' || i || '@shop.example', ${pick('Cafe Retail Export', 3)}
  from generate_series($2::int + 1, $3::int) i`

const products = `
  insert into products (supplier_id, product_id, name, code, barcode, category, brand, unit, base_price)
  select $1, ${idOf('a', 'i')}, ${pick('Dark Smoked Raw Organic Wild Fine Coarse Sweet', 1)} || ' ' ||
    ${pick('honey sauce olive coffee salt pepper chutney relish mustard vinegar tea cocoa', 8)} || ' ' ||
    ${pick('jar case tin bottle pouch box', 96)} || ' ' || (i % 900) * 10 || 'g', 'SKU-' || (100000 + i), (9400000000000 + i)::text,
    ${pick('Pantry Drinks Spreads Spices', 5)}, ${pick('Northland Southern Golden', 7)}, 'Box of 12', 5 + (i % 900) / 10.0
  from generate_series($2::int + 1, $3::int) i`

const orders = `
  insert into orders (supplier_id, order_id, number, status, push_state, source, customer_id, po_number, currency, tax_treatment,
    tax_rate, tax_rounding, product_total, tax, total, line_count, created_by, placed_at, approved_at, shipped_at, created_at)
  select $1, ${idOf('0', 'i')}, 'PV-' || (1000 + i), s.status, s.push_state, 'edi', ${idOf('c', '(1 + i % $4::int)')},
    case when i % 3 = 0 then 'PO-' || (700000 + i) end, 'NZD', 'exclusive', 15, 'order', 100, 15, 115, 5, 'Bench Owner',
    at, at, case when s.status = 'shipped' then at end, at
  from generate_series($2::int + 1, $3::int) i
  cross join lateral (select now() - interval '400 days' + (i * 365.0 / $3::int) * interval '1 day' as at) t
  cross join lateral (select case when i % 100 = 0 then 'placed' when i % 100 = 1 then 'approved' when i % 100 = 2 then 'rejected' else 'shipped' end as status,
    case when i % 100 in (0, 2) then 'none' else 'in-erp' end as push_state) s`

const lines = `
  insert into order_lines (supplier_id, order_id, line_id, position, product_id, code, name, unit, quantity, unit_price, price_reason, line_total)
  select $1, ${idOf('0', 'i')}, ${idOf('1', '(i * 5 + n)')}, n, ${idOf('a', '(1 + (i * 7 + n * 131) % 1000)')}, 'SKU-' || n, 'Loaded line', 'Box of 12', 2, 10,
    '{"from":"list","list":"10.00","tier":null,"by":"Bench Owner"}', 20
  from generate_series($2::int + 1, $3::int) i, generate_series(1, 5) n`

const events = `
  insert into order_events (supplier_id, order_id, event_id, at, kind, actor_kind, actor_name, data)
  select $1, ${idOf('0', 'i')}, ${idOf('e', 'i')}, now(), 'placed', 'person', 'Bench Owner', '{"sentence":"Placed","changes":[]}'
  from generate_series($2::int + 1, $3::int) i`
