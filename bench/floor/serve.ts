/**
 * The floor: the least program that does the same work with the same libraries. Bare Fastify handlers with prepared
 * statements; no session, no permission, no validation. Its database is PURVEY_FLOOR, connection settings as JSON.
 */
import { randomUUID } from 'node:crypto'
import fastify from 'fastify'
import { Pool } from 'pg'

const { connection, supplierId } = JSON.parse(process.env['PURVEY_FLOOR'] ?? '{}') as {
  connection: object
  supplierId: string
}
const pool = new Pool({ ...connection, max: 10 })
const app = fastify()

interface Placed {
  customerId: string
  lines: { productId: string; quantity: string }[]
}

app.post('/orders', async (request) => {
  const body = request.body as Placed
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<{
      product_id: string
      name: string
      code: string
      base_price: string
    }>({
      name: 'products',
      text: 'select product_id, name, code, base_price from products where supplier_id = $1 and product_id = any($2)',
      values: [supplierId, body.lines.map((line) => line.productId)],
    })
    const taken = await client.query<{ number: string }>({
      name: 'number',
      text: "update suppliers set next_order_number = next_order_number + 1 where supplier_id = $1 returning 'PV-' || next_order_number - 1 as number",
      values: [supplierId],
    })
    const orderId = randomUUID()
    const total = rows.reduce((sum, row) => sum + Number(row.base_price), 0).toFixed(2)
    await client.query({
      name: 'order',
      text: `insert into orders (supplier_id, order_id, number, status, source, customer_id, currency, tax_treatment, tax_rate, tax_rounding, product_total, tax, total, line_count, created_by, placed_at)
        values ($1, $2, $3, 'placed', 'api', $4, 'NZD', 'exclusive', 15, 'order', $5, 0, $5, $6, 'Floor', now())`,
      values: [supplierId, orderId, taken.rows[0]?.number, body.customerId, total, rows.length],
    })
    await client.query({
      name: 'lines',
      text: `insert into order_lines (supplier_id, order_id, line_id, position, product_id, code, name, quantity, unit_price, price_reason, line_total)
        select $1, $2, gen_random_uuid(), n, p, c, m, 1, b, '{}', b from unnest($3::uuid[], $4::text[], $5::text[], $6::numeric[]) with ordinality t (p, c, m, b, n)`,
      values: [
        supplierId,
        orderId,
        rows.map((row) => row.product_id),
        rows.map((row) => row.code),
        rows.map((row) => row.name),
        rows.map((row) => row.base_price),
      ],
    })
    await client.query({
      name: 'event',
      text: `insert into order_events (supplier_id, order_id, event_id, at, kind, actor_kind, actor_name) values ($1, $2, gen_random_uuid(), now(), 'placed', 'person', 'Floor')`,
      values: [supplierId, orderId],
    })
    await client.query({
      name: 'outbox',
      text: `insert into inbox_entries (supplier_id, entry_id, subject_kind, subject_id, cause, sentence) values ($1, gen_random_uuid(), 'push', $2, 'floor', 'Floor')`,
      values: [supplierId, orderId],
    })
    await client.query('commit')
    return { orderId, number: taken.rows[0]?.number }
  } finally {
    client.release()
  }
})

app.get('/product/:id', async (request) => {
  const { id } = request.params as { id: string }
  const { rows } = await pool.query({
    name: 'lookup',
    text: 'select product_id, name, code, base_price from products where supplier_id = $1 and product_id = $2',
    values: [supplierId, id],
  })
  return rows[0]
})

app.get('/page/:after', async (request) => {
  const { after } = request.params as { after: string }
  const { rows } = await pool.query({
    name: 'page',
    text: 'select product_id, name, code, base_price, unit from products where supplier_id = $1 and sort_name > $2 order by sort_name limit 24',
    values: [supplierId, after],
  })
  return rows
})

process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0 })}\n`)
process.once('SIGTERM', () => void app.close().then(() => pool.end()))
