/**
 * What every ERP adapter must do, as checks that run against a live or simulated ERP. It asks only through the port and must never
 * know which adapter it checks.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ExampleLine, exampleIntent } from './example-intent.ts'
import type {
  DispatchCursor,
  Erp,
  ErpContext,
  ErpResult,
  RemoteSalesOrder,
  SalesOrderIntent,
} from './port.ts'

export interface ErpUnderTest {
  readonly erp: Erp
  /** A working connection whose reserve always gives leave. */
  readonly context: ErpContext
  /** The same ERP with a key that it does not know. */
  readonly wrongKey: ErpContext
  /** An address at which nothing listens. */
  readonly nobody: ErpContext
  close(): Promise<void>
}

/** Runs the checks. The ERP must hold at least one active customer and two active products, and may be written to. */
export function describeErpConformance(name: string, open: () => Promise<ErpUnderTest>): void {
  describe(`${name} as an ERP`, () => {
    let under: ErpUnderTest
    let customerKey: string
    let lines: ExampleLine[]
    const intentOf = (more: Partial<SalesOrderIntent> = {}): SalesOrderIntent =>
      exampleIntent(customerKey, lines, more)

    beforeAll(async () => {
      under = await open()
      const customers = await everyPage((page) => under.erp.readCustomers(under.context, page))
      const products = await everyPage((page) => under.erp.readProducts(under.context, page))
      customerKey = customers.find((customer) => customer.isActive)?.key ?? ''
      lines = products
        .filter((product) => product.isActive)
        .slice(0, 2)
        .map(({ key, code, name, unitSize }) => ({
          productKey: key,
          code,
          name,
          unitSize,
          unitPrice: '24.60',
        }))
    })
    afterAll(async () => under.close())

    describe('reading', () => {
      test('customers and products come once each, and the last page ends them', async () => {
        const customers = await everyPage((page) => under.erp.readCustomers(under.context, page))
        const products = await everyPage((page) => under.erp.readProducts(under.context, page))
        expect(customers.length).toBeGreaterThan(0)
        expect(products.length).toBeGreaterThan(1)
        expect(new Set(customers.map((row) => row.key)).size).toBe(customers.length)
        expect(new Set(products.map((row) => row.key)).size).toBe(products.length)
        expect(customers.every((row) => row.name !== '')).toBe(true)
        expect(products.every((row) => row.name !== '' && row.code !== '' && Number(row.unitSize) > 0)).toBe(
          true,
        )
      })

      test('every price belongs to a tier, above zero, and one tier is the default', async () => {
        const tiers = value(await under.erp.listPriceTiers(under.context))
        const keys = new Set(tiers.map((tier) => tier.key))
        const products = await everyPage((page) => under.erp.readProducts(under.context, page))
        const prices = products.flatMap((product) => Object.entries(product.tierPrices))
        expect(tiers.filter((tier) => tier.isDefault)).toHaveLength(1)
        expect(prices.length).toBeGreaterThan(0)
        expect(prices.filter(([tier, price]) => !keys.has(tier) || !(Number(price) > 0))).toEqual([])
      })

      test('a search finds a customer and a product by what a person would type', async () => {
        const [customer] = await everyPage((page) => under.erp.readCustomers(under.context, page))
        const [product] = await everyPage((page) => under.erp.readProducts(under.context, page))
        const customers = value(await under.erp.searchCustomers(under.context, customer?.name ?? ''))
        const products = value(await under.erp.searchProducts(under.context, product?.code ?? '', []))
        expect(customers.map((row) => row.key)).toContain(customer?.key)
        expect(products[0]?.code.toLowerCase()).toBe(product?.code.toLowerCase())
        expect(Math.max(customers.length, products.length)).toBeLessThanOrEqual(20)
      })

      test('branches have keys and names', async () => {
        const branches = value(await under.erp.listBranches(under.context))
        expect(branches.length).toBeGreaterThan(0)
        expect(branches.every((branch) => branch.key !== '' && branch.name !== '')).toBe(true)
      })
    })

    describe('connecting', () => {
      test('the report never claims a create permission that was not seen', async () => {
        const report = value(await under.erp.checkPermissions(under.context))
        expect(report.filter((line) => line.verb === 'read').every((line) => line.state === 'allowed')).toBe(
          true,
        )
        expect(
          report.filter((line) => line.verb === 'create').every((line) => line.state === 'not-yet-proven'),
        ).toBe(true)
        expect(report.some((line) => line.verb === 'create')).toBe(true)
      })

      test('a wrong key is a misconfiguration, for reports, look-ups and pushes alike', async () => {
        const answers = [
          await under.erp.checkPermissions(under.wrongKey),
          await under.erp.findSalesOrders(under.wrongKey, [intentOf()]),
          await under.erp.createSalesOrders(under.wrongKey, [intentOf()]),
        ]
        expect(answers.map(kindOf)).toEqual(['misconfigured', 'misconfigured', 'misconfigured'])
      })

      test('nobody there means surely not carried out', async () => {
        expect(kindOf(await under.erp.createSalesOrders(under.nobody, [intentOf()]))).toBe('unreachable')
        expect(kindOf(await under.erp.findSalesOrders(under.nobody, [intentOf()]))).toBe('unreachable')
      })
    })

    describe('the budget', () => {
      test('no call is made without leave, and every call is told', async () => {
        const asked: string[] = []
        const told: string[] = []
        const watched: ErpContext = {
          ...under.context,
          reserve: async (call) => {
            asked.push(`${call.method} ${call.path}`)
            return { ok: true }
          },
          observe: (call) => told.push(call.method),
        }
        const intent = intentOf()
        value(await under.erp.createSalesOrders(watched, [intent]))
        value(await under.erp.findSalesOrders(watched, [intent]))
        expect(asked).toHaveLength(2)
        expect(told).toHaveLength(2)
      })

      test('without leave nothing is sent', async () => {
        const told: string[] = []
        const refused: ErpContext = {
          ...under.context,
          reserve: async () => ({
            ok: false,
            kind: 'busy',
            code: 'budget-spent',
            sentence: 'Not now.',
            waitMs: 5_000,
          }),
          observe: (call) => told.push(call.method),
        }
        const intent = intentOf()
        const answer = await under.erp.createSalesOrders(refused, [intent])
        expect(answer).toMatchObject({ ok: false, kind: 'busy', waitMs: 5_000 })
        expect(told).toEqual([])
        expect(value(await under.erp.findSalesOrders(under.context, [intent])).size).toBe(0)
      })

      test('a stopped caller sends nothing and costs no attempt', async () => {
        const intent = intentOf()
        const stopped = { ...under.context, signal: AbortSignal.abort() }
        expect(kindOf(await under.erp.createSalesOrders(stopped, [intent]))).toBe('busy')
        expect(value(await under.erp.findSalesOrders(under.context, [intent])).size).toBe(0)
      })
    })

    describe('pushing', () => {
      test('the preview is the record, the same each time, or every reason why there is none', () => {
        const intent = intentOf()
        expect(under.erp.previewSalesOrder(intent)).toEqual(under.erp.previewSalesOrder(intent))
        const bad = exampleIntent(undefined, [{ productKey: undefined }], { reference: 'x'.repeat(31) })
        const mapped = under.erp.previewSalesOrder(bad)
        const codes = mapped.ok ? [] : mapped.problems.map((problem) => problem.code)
        expect(codes).toEqual(
          expect.arrayContaining(['customer-not-linked', 'product-not-linked', 'value-too-long']),
        )
      })

      test('what is created is found once, under its reference, without a difference, as ours', async () => {
        const intent = intentOf({
          poNumber: "O'Brien & Co 7%",
          deliveryOn: '2026-12-24',
          deliveryNote: 'Back door',
        })
        const [outcome] = value(await under.erp.createSalesOrders(under.context, [intent]))
        expect(outcome).toMatchObject({ kind: 'created', reference: intent.reference })
        const found =
          value(await under.erp.findSalesOrders(under.context, [intent])).get(intent.reference) ?? []
        expect(found).toHaveLength(1)
        expect(found[0]?.differences).toEqual([])
        expect(found[0]?.isOurs).toBe(true)
        expect(found[0]?.order).toMatchObject({ status: 'approved', dispatchedAt: undefined, customerKey })
        const key = outcome?.kind === 'created' ? outcome.key : ''
        const byKey = value(await under.erp.compareSalesOrders(under.context, [{ key, intent }]))
        expect(byKey.get(key)).toMatchObject({ isOurs: true, differences: [] })
        expect(value(await under.erp.getSalesOrder(under.context, { key }))?.reference).toBe(intent.reference)
        expect(
          value(await under.erp.getSalesOrder(under.context, { reference: intent.reference }))?.key,
        ).toBe(key)
      })

      test('a reference with quotes and signs is found again, and no other', async () => {
        const intent = intentOf({ reference: `PV'%#&+ ${Date.now()}` })
        value(await under.erp.createSalesOrders(under.context, [intent]))
        const found = value(await under.erp.findSalesOrders(under.context, [intent, intentOf()]))
        expect([...found.keys()]).toEqual([intent.reference])
      })

      test('a batch gives an outcome for each, in order, and one bad record holds back no other', async () => {
        const good = [intentOf(), intentOf(), intentOf()]
        const bad = exampleIntent('999999999', lines)
        const batch = [...good.slice(0, 1), bad, ...good.slice(1)]
        const outcomes = value(await under.erp.createSalesOrders(under.context, batch))
        expect(outcomes.map((outcome) => outcome.kind)).toEqual(['created', 'refused', 'created', 'created'])
        const found = value(await under.erp.findSalesOrders(under.context, batch))
        expect([...found.keys()].sort()).toEqual(good.map((intent) => intent.reference).sort())
      })

      test('a second attempt with the same reference is no second success', async () => {
        const intent = intentOf()
        value(await under.erp.createSalesOrders(under.context, [intent]))
        const [again] = value(await under.erp.createSalesOrders(under.context, [intent]))
        expect(again?.kind).toBe('refused')
        const found = value(await under.erp.findSalesOrders(under.context, [intent])).get(intent.reference)
        expect(found).toHaveLength(1)
      })

      test('an order of somebody else under our reference is not ours, and says how it differs', async () => {
        const theirs = intentOf()
        value(await under.erp.createSalesOrders(under.context, [theirs]))
        const ours = exampleIntent(
          customerKey,
          lines.slice(1).map((line) => ({ ...line, quantity: '7' })),
          { reference: theirs.reference },
        )
        const [found] =
          value(await under.erp.findSalesOrders(under.context, [ours])).get(ours.reference) ?? []
        expect(found?.isOurs).toBe(false)
        expect(found?.differences.length).toBeGreaterThan(0)
      })

      test('what does not exist is not found, and that is no failure', async () => {
        expect(value(await under.erp.findSalesOrders(under.context, [intentOf()])).size).toBe(0)
        expect(value(await under.erp.getSalesOrder(under.context, { key: '999999999' }))).toBeUndefined()
        expect(
          value(await under.erp.getSalesOrder(under.context, { reference: 'no such reference' })),
        ).toBeUndefined()
        const unknown = ['999999998', '999999999'].map((key) => ({ key, intent: intentOf() }))
        for (const sales of [unknown, unknown.slice(1)])
          expect(value(await under.erp.compareSalesOrders(under.context, sales)).size).toBe(0)
      })

      test('a batch of the greatest size is looked up in few calls', async () => {
        const intents = Array.from({ length: under.erp.maxBatch }, () => intentOf())
        const outcomes = value(await under.erp.createSalesOrders(under.context, intents))
        expect(outcomes.filter((outcome) => outcome.kind === 'created')).toHaveLength(intents.length)
        let calls = 0
        const counting: ErpContext = { ...under.context, observe: () => void (calls += 1) }
        expect(value(await under.erp.findSalesOrders(counting, intents)).size).toBe(intents.length)
        expect(calls).toBeLessThanOrEqual(3)
        calls = 0
        const sales = outcomes.flatMap((outcome, index) => {
          const intent = intents[index]
          return outcome.kind === 'created' && intent ? [{ key: outcome.key, intent }] : []
        })
        const compared = value(await under.erp.compareSalesOrders(counting, sales))
        expect([...compared.values()].filter(({ differences }) => differences.length === 0)).toHaveLength(
          sales.length,
        )
        expect(calls).toBe(1)
      })
    })

    describe('changes', () => {
      test('a sales order made after the cursor is seen, and seen again by the next poll', async () => {
        const start = under.erp.cursorAt(new Date(Date.now() - 60_000))
        const intent = intentOf()
        value(await under.erp.createSalesOrders(under.context, [intent]))
        const first = await sweep(under, start)
        expect(first.orders.map((order) => order.reference)).toContain(intent.reference)
        // A cursor is kept as JSON between polls.
        const kept = JSON.parse(JSON.stringify(first.cursor)) as DispatchCursor
        const again = await sweep(under, kept)
        expect(again.orders.map((order) => order.reference)).toContain(intent.reference)
      })
    })
  })
}

async function sweep(
  under: ErpUnderTest,
  start: DispatchCursor,
): Promise<{ orders: RemoteSalesOrder[]; cursor: DispatchCursor }> {
  const orders: RemoteSalesOrder[] = []
  let cursor = start
  for (let page = 0; page < 1_000; page += 1) {
    const changed = value(await under.erp.changedSalesOrders(under.context, cursor))
    orders.push(...changed.orders)
    cursor = changed.next
    if (!changed.more) return { orders, cursor }
  }
  throw new Error('The stream of changes does not end')
}

async function everyPage<T>(
  read: (page: number) => Promise<ErpResult<{ readonly rows: readonly T[]; readonly more: boolean }>>,
): Promise<T[]> {
  const rows: T[] = []
  for (let page = 1; page < 10_000; page += 1) {
    const answer = value(await read(page))
    rows.push(...answer.rows)
    if (!answer.more) return rows
  }
  throw new Error('The list does not end')
}

/** The value of a success; a failure fails the check with its own sentence. */
export function value<T>(result: ErpResult<T>): T {
  if (!result.ok) throw new Error(`${result.kind} ${result.code}: ${result.sentence}`)
  return result.value
}

function kindOf(result: ErpResult<unknown>): string {
  return result.ok ? 'ok' : result.kind
}
