import { sql } from 'kysely'
import { it } from 'vitest'
import { withServer } from '/work/main/tests/support/test-server.ts'
import { transact } from '/work/main/src/db/transact.ts'
import { deskRoutes } from '/work/main/src/server/routes/desk.ts'
const server = await withServer({ routes: deskRoutes })
it('times', async () => {
  const { supplierId, email } = await server.addSupplier()
  await transact(server.services.db, { supplierId }, async (tx) => {
    await sql`insert into customers (supplier_id, customer_id, name, email) select ${supplierId}::uuid, gen_random_uuid(), 'Customer ' || n || ' ' || md5(n::text), 'c' || n || '@example.com' from generate_series(1, 10000) n`.execute(tx)
    await sql`insert into products (supplier_id, product_id, name, code) select ${supplierId}::uuid, gen_random_uuid(), 'Product ' || n || ' ' || md5(n::text), 'P' || n from generate_series(1, 50000) n`.execute(tx)
    await sql`insert into orders (supplier_id, order_id, number, status, push_state, source, customer_id, currency, tax_treatment, tax_rate, tax_rounding, product_total, tax, total, line_count, created_by, placed_at, shipped_at)
      select ${supplierId}::uuid, gen_random_uuid(), 'PV-' || n, case when n % 100 = 0 then 'placed' else 'shipped' end, case when n % 100 = 0 then 'none' else 'in-erp' end, 'staff', c.customer_id, 'NZD', 'exclusive', 15, 'order', 1, 1, 1, 1, 'x', now() - n * interval '1 minute', now() - n * interval '1 minute'
      from generate_series(1, 100000) n join (select customer_id, row_number() over () r from customers) c on c.r = n % 10000 + 1`.execute(tx)
  })
  const client = await server.signedIn(email)
  for (const path of ['/api/status', '/api/today', '/api/search?q=abc', '/api/search?q=zzzz', '/api/search?q=pv-99', '/api/search?q=99999', '/api/search?q=customer%2077']) {
    const times = []
    for (let n = 0; n < 5; n += 1) { const t = performance.now(); await client.call(path); times.push(Math.round(performance.now() - t)) }
    console.log(path, times.join(' '))
  }
})
