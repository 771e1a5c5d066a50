/** Creating and finding sales orders: what each answer is taken for, and how few calls it takes. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  demoKey,
  demoUsername,
  type OmniSimulator,
  startOmniSimulator,
} from '../../simulators/cin7-omni/server.ts'
import { value } from '../conformance.ts'
import { exampleIntent } from '../example-intent.ts'
import type { Erp, ErpResult, SalesOrderIntent } from '../port.ts'
import { makeCin7Omni } from './adapter.ts'
import { json, type RawServer, startRawServer, whole } from './raw-server.ts'
import { defaultOmniSettings } from './settings.ts'
import { testContext, type TestContext } from './test-context.ts'

const patient = { ...defaultOmniSettings, readRetryWaitsMs: [1], rateLimitedWaitMs: 1 }
/** For servers that never answer. */
const quick = { ...patient, headersTimeoutMs: 300, totalTimeoutMs: 500 }
const intentOf = (more: Partial<SalesOrderIntent> = {}): SalesOrderIntent =>
  exampleIntent('1', [{ productKey: '10', code: 'OIL', name: 'Olive oil' }], more)

const kindOf = (result: ErpResult<unknown>): string => (result.ok ? 'ok' : `${result.kind} ${result.code}`)

describe('with every answer that a server can give', () => {
  let server: RawServer
  let erp: Erp
  let context: TestContext
  beforeAll(async () => {
    server = await startRawServer()
  })
  beforeEach(() => {
    erp = makeCin7Omni(quick)
    context = testContext({ url: server.url })
  })
  afterAll(async () => server.close())

  const intents = ['A', 'B', 'C'].map((reference) => intentOf({ reference }))
  const success = (index: number | undefined, id: number, code?: string): object => ({
    index,
    success: true,
    id,
    code,
    errors: [],
  })
  const refusal = (index: number, ...errors: string[]): object => ({
    index,
    success: false,
    id: 0,
    code: '',
    errors,
  })

  async function outcomes(answer: unknown): Promise<string[]> {
    server.answer(json(answer))
    return value(await erp.createSalesOrders(context, intents)).map((outcome) =>
      outcome.kind === 'created'
        ? `${outcome.key} ${outcome.reference}`
        : outcome.kind === 'refused'
          ? (outcome.said ?? 'no reason')
          : 'unclear',
    )
  }

  test.each<[string, unknown, string[]]>([
    ['in order', [success(0, 1, 'A'), success(1, 2, 'B'), success(2, 3, 'C')], ['1 A', '2 B', '3 C']],
    ['by index', [success(2, 3), success(0, 1), success(1, 2)], ['1 A', '2 B', '3 C']],
    [
      'without index and code',
      [success(undefined, 1), success(undefined, 2), success(undefined, 3)],
      ['1 A', '2 B', '3 C'],
    ],
    ['with the same index thrice', [success(0, 1), success(0, 2), success(0, 3)], ['1 A', '2 B', '3 C']],
    ['with indexes from 1', [success(1, 1), success(2, 2), success(3, 3)], ['1 A', '2 B', '3 C']],
    [
      'with references that contradict the index',
      [success(1, 1, 'A'), success(0, 2, 'B'), success(2, 3, 'C')],
      ['1 A', '2 B', '3 C'],
    ],
    [
      'mixed',
      [success(0, 1, 'A'), refusal(1, 'Bad', 'Worse'), refusal(2)],
      ['1 A', 'Bad; Worse', 'no reason'],
    ],
    ['too few', [success(0, 1, 'A'), success(2, 3, 'C')], ['1 A', 'unclear', '3 C']],
    [
      'too few without index',
      [success(undefined, 1), success(undefined, 3, 'C')],
      ['unclear', 'unclear', '3 C'],
    ],
    ['without a success', [{ index: 0, id: 1 }, success(1, 2), success(2, 3)], ['unclear', '2 B', '3 C']],
    [
      'without an id',
      [{ index: 0, success: true, id: 0 }, success(1, 2), success(2, 3)],
      ['unclear', '2 B', '3 C'],
    ],
    ['with rubbish', [5, null, 'x'], ['unclear', 'unclear', 'unclear']],
    ['empty', [], ['unclear', 'unclear', 'unclear']],
    ['no array', { success: true, id: 1 }, ['unclear', 'unclear', 'unclear']],
    ['no array but words', 'OK', ['unclear', 'unclear', 'unclear']],
    [
      'in Pascal case',
      [{ Index: 0, Success: true, Id: 1, Code: 'A' }, success(1, 2), success(2, 3)],
      ['1 A', '2 B', '3 C'],
    ],
  ])('results %s', async (_, answer, expected) => {
    expect(await outcomes(answer)).toEqual(expected)
  })

  test('what cannot be mapped is not sent, the rest is', async () => {
    server.answer(json([success(0, 2, 'B')]))
    const unlinked = exampleIntent(undefined, [{ productKey: '10' }], { reference: 'A' })
    const [first, second] = value(
      await erp.createSalesOrders(context, [unlinked, intentOf({ reference: 'B' })]),
    )
    expect(first).toMatchObject({ kind: 'refused' })
    expect(second).toMatchObject({ kind: 'created', key: '2' })
    expect(
      (JSON.parse(server.requests[0]!.body) as { reference: string }[]).map((record) => record.reference),
    ).toEqual(['B'])
  })

  test('nothing to send is no call', async () => {
    server.answer(json([]))
    expect(value(await erp.createSalesOrders(context, []))).toEqual([])
    expect(value(await erp.findSalesOrders(context, [])).size).toBe(0)
    expect(server.requests).toHaveLength(0)
  })

  test('two of one reference, or too many, are a bug', async () => {
    await expect(erp.createSalesOrders(context, [intents[0]!, intents[0]!])).rejects.toThrow('same reference')
    const many = Array.from({ length: 251 }, () => intentOf())
    await expect(erp.createSalesOrders(context, many)).rejects.toThrow('251')
    await expect(erp.findSalesOrders(context, [intentOf({ reference: ' ' })])).rejects.toThrow(
      'without a reference',
    )
  })

  test('a batch too long for one request goes in several, and what is known stays known', async () => {
    const small = makeCin7Omni({ ...quick, maxRequestBytes: 1_500 })
    const echo = (response: Parameters<ReturnType<typeof json>>[0], _: unknown, body: string): void => {
      const records = JSON.parse(body) as { reference: string }[]
      response.end(JSON.stringify(records.map((record, index) => success(index, 7, record.reference))))
    }
    server.answer(echo, whole(500, ''))
    const batch = Array.from({ length: 6 }, (_, index) => intentOf({ reference: `R${index}` }))
    const kinds = value(await small.createSalesOrders(context, batch)).map((outcome) => outcome.kind)
    expect(server.requests).toHaveLength(2)
    expect(new Set(kinds)).toEqual(new Set(['created', 'unclear']))
    expect(kinds.indexOf('unclear')).toBe(kinds.lastIndexOf('created') + 1)
  })

  const found = (id: number, reference: string): object => ({ id, reference, memberId: 1, lineItems: [] })

  test('a look-up compares exactly, and returns doubles', async () => {
    server.answer(json([found(1, 'a'), found(2, 'A'), found(3, 'A'), found(4, 'B')]), json([]))
    const map = value(await erp.findSalesOrders(context, intents))
    expect([...map].map(([reference, rows]) => [reference, rows.map((row) => row.order.key)])).toEqual([
      ['A', ['2', '3']],
      ['B', ['4']],
    ])
  })

  test('a look-up reads on while something is missing, even after a short page', async () => {
    server.answer(json([found(1, 'A')]), json([found(2, 'B')]), json([found(3, 'C')]))
    expect([...value(await erp.findSalesOrders(context, intents)).keys()]).toEqual(['A', 'B', 'C'])
    expect(server.requests.map((request) => /page=(\d+)/.exec(request.path)?.[1])).toEqual([
      undefined,
      '2',
      '3',
    ])
  })

  test('a look-up that finds all in one page is one call', async () => {
    server.answer(json([found(1, 'A'), found(2, 'B'), found(3, 'C')]))
    await erp.findSalesOrders(context, intents)
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]?.path).toBe(
      "/api/v1/SalesOrders?rows=250&order=id ASC&where=reference IN ('A','B','C')",
    )
  })

  test('an answer to another question proves nothing', async () => {
    server.answer(json([found(1, 'X'), found(2, 'Y')]))
    expect(kindOf(await erp.findSalesOrders(context, intents))).toBe('unreachable unreadable-answer')
    server.answer(json([found(1, 'A'), 'rubbish']))
    expect(kindOf(await erp.findSalesOrders(context, intents))).toBe('unreachable unreadable-answer')
    server.answer(json({ message: 'ok' }))
    expect(kindOf(await erp.findSalesOrders(context, intents))).toBe('unreachable unreadable-answer')
    server.answer(json(found(8, 'A')))
    const nine = { key: '9', intent: intents[0]! }
    expect(kindOf(await erp.compareSalesOrders(context, [nine]))).toBe('unreachable unreadable-answer')
    server.answer(json([found(8, 'A')]))
    const two = [nine, { key: '10', intent: intents[1]! }]
    expect(kindOf(await erp.compareSalesOrders(context, two))).toBe('unreachable unreadable-answer')
    server.answer(json([found(8, 'A'), found(10, 'B')]))
    expect([...value(await erp.compareSalesOrders(context, two)).keys()]).toEqual(['10'])
  })

  test('a look-up that never ends is given up', async () => {
    server.answer(json([found(1, 'A')]))
    expect(kindOf(await erp.findSalesOrders(context, intents))).toBe('unreachable unreadable-answer')
    expect(server.requests).toHaveLength(defaultOmniSettings.maxLookupPages)
  })

  test.each([400, 404, 414])(
    'a refusal of the list form with %i is answered by the longer form, for good',
    async (status) => {
      server.answer(whole(status, '"No"'), json([found(1, 'A'), found(2, 'B'), found(3, 'C')]))
      expect(value(await erp.findSalesOrders(context, intents)).size).toBe(3)
      expect(server.requests[1]?.path).toContain("where=reference='A' OR reference='B' OR reference='C'")
      await erp.findSalesOrders(context, intents)
      expect(server.requests).toHaveLength(3)
    },
  )

  test('ids are asked for in the longer form, too, where the list form is refused', async () => {
    server.answer(whole(400, '"No"'), json([found(1, 'A'), found(2, 'B')]))
    const sales = ['1', '2'].map((key, index) => ({ key, intent: intents[index]! }))
    expect([...value(await erp.compareSalesOrders(context, sales)).keys()]).toEqual(['1', '2'])
    const asked = server.requests.map(({ path }) => /where=([^&]*)/.exec(path)?.[1])
    expect(asked).toEqual(['id IN (1,2)', 'id=1 OR id=2'])
  })

  test('250 sales orders are read back in one call while their ids have up to seven digits', async () => {
    server.answer((response, request) => {
      const ids = /IN \(([\d,]+)\)/.exec(decodeURIComponent(request.url ?? ''))?.[1]?.split(',') ?? []
      response.end(JSON.stringify(ids.map((id) => found(Number(id), 'A'))))
    })
    for (const [first, calls] of [
      [9_000_000, 1],
      [10_000_000, 2],
    ] as const) {
      const before = server.requests.length
      const sales = Array.from({ length: 250 }, (_, n) => ({ key: String(first + n), intent: intents[0]! }))
      expect(value(await erp.compareSalesOrders(context, sales)).size).toBe(250)
      expect(server.requests.length - before).toBe(calls)
    }
  })

  test('a thousand references take at most nine calls', async () => {
    server.answer((response, request) => {
      const where = decodeURIComponent(request.url ?? '')
      response.end(
        JSON.stringify(
          [...where.matchAll(/'(SO-\d+)'/g)].map((match) => found(Number(match[1]!.slice(3)), match[1]!)),
        ),
      )
    })
    const many = Array.from({ length: 1_000 }, (_, index) => intentOf({ reference: `SO-${100_000 + index}` }))
    expect(value(await erp.findSalesOrders(context, many)).size).toBe(1_000)
    expect(server.requests.length).toBeLessThanOrEqual(9)
  })

  test('a reference typed by a person is found in either case, if there is only one', async () => {
    server.answer(json([found(5, 'so-1')]), json([]))
    expect(value(await erp.getSalesOrder(context, { reference: ' SO-1 ' }))?.key).toBe('5')
    server.answer(json([found(5, 'so-1'), found(6, 'SO-1')]), json([]))
    expect(value(await erp.getSalesOrder(context, { reference: 'SO-1' }))?.key).toBe('6')
    server.answer(json([found(5, 'SO-1'), found(6, 'SO-1')]), json([]))
    const several = await erp.getSalesOrder(context, { reference: 'SO-1' })
    expect(several).toMatchObject({ ok: false, code: 'several-found' })
  })
})

describe('with the simulated Cin7', () => {
  let simulator: OmniSimulator
  let erp: Erp
  let context: TestContext
  const seed = {
    contacts: [
      { id: 1, company: 'Café' },
      { id: 2, company: 'Other' },
    ],
    products: [
      { id: 5, name: 'Oil' },
      { id: 6, name: 'Apron', sizeRangeId: 1 },
    ],
    options: [
      {
        id: 10,
        productId: 5,
        productOptionCode: 'OIL',
        uomOptions: [{ id: 41, productOptionId: 10, code: 'OIL-C6', quantity: 6 }],
      },
      { id: 20, productId: 6, productOptionCode: 'APR', size: 'S', productOptionSizeCode: 'APR-S' },
      { id: 20, productId: 6, productOptionCode: 'APR', size: 'XL', productOptionSizeCode: 'APR-XL' },
    ],
    branches: [
      { id: 1, company: 'Main' },
      { id: 3, company: 'South' },
    ],
  }
  const connections = [{ name: 'Purvey', key: demoKey }]

  beforeAll(async () => {
    simulator = await startOmniSimulator({
      limits: 'off',
      accounts: [{ apiUsername: demoUsername, connections, seed }],
    })
  })
  beforeEach(() => {
    erp = makeCin7Omni(patient)
    context = testContext({ url: simulator.url, username: demoUsername, key: demoKey })
    simulator.account().clearFaults()
    simulator.account().resetSwitches()
  })
  afterAll(async () => simulator.close())

  const wide = (): SalesOrderIntent =>
    exampleIntent(
      '1',
      [
        { productKey: '10', code: 'OIL', name: 'Oil', quantity: '2.5', unitPrice: '3.3333' },
        { productKey: '20/XL', code: 'APR-XL', name: 'Apron — XL' },
        { productKey: '10~41', code: 'OIL-C6', name: 'Oil — Carton of 6', unitSize: '6', unitPrice: '66.00' },
      ],
      { branchKey: '3', customFields: { orders_1000: '3PL' }, deliveryOn: '2026-12-24', poNumber: 'PO 1' },
    )

  test.each<[string, Partial<SalesOrderIntent>, ('asPosted' | 'accountCurrency')?]>([
    ['exclusive of tax', {}],
    ['inclusive of tax', { taxTreatment: 'inclusive' }],
    ['exempt', { taxTreatment: 'exempt' }],
    ['of another currency', { currency: 'AUD' }],
    ['of another currency, totals in that of the account', { currency: 'AUD' }, 'accountCurrency'],
  ])('sizes, units of measure and fractions come back right in an order %s', async (_, more, totals) => {
    if (totals) simulator.account().setSwitch('foreignTotals', totals)
    const base = wide()
    const intent = exampleIntent(
      '1',
      base.lines.map(({ productKey, code, name, unitSize, unitPrice, quantity }) => ({
        productKey,
        code,
        name,
        unitSize,
        unitPrice,
        quantity,
      })),
      { ...base, totals: undefined, lines: undefined, ...more } as Partial<SalesOrderIntent>,
    )
    const exact = {
      ...intent,
      lines: base.lines,
      totals: exampleIntent('1', base.lines, { freight: base.freight, ...more }).totals,
    }
    const [outcome] = value(await erp.createSalesOrders(context, [exact]))
    const key = outcome?.kind === 'created' ? outcome.key : ''
    const found = value(await erp.compareSalesOrders(context, [{ key, intent: exact }])).get(key)
    expect(found?.differences).toEqual([])
    const stored = simulator
      .account()
      .salesOrders()
      .find((order) => String(order.id) === key)!
    expect(stored.lineItems.map((line) => [line.qty, line['uomSize']])).toEqual([
      [2.5, 1],
      [2, 1],
      [12, 6],
    ])
    expect(stored.lineItems[1]?.sizes?.map((size) => size.name)).toEqual(['XL'])
  })

  test.each([
    'alterPrice',
    'alterQty',
    'unlinkLine',
    'dropLine',
    'alterTaxStatus',
    'alterBranch',
    'alterFreight',
    'alterMember',
    'dropCustomFields',
  ] as const)('a sales order spoilt by %s is seen to differ', async (kind) => {
    const values = {
      alterPrice: 0.01,
      alterQty: 1,
      alterTaxStatus: 'Incl',
      alterBranch: 1,
      alterFreight: 0.01,
      alterMember: 2,
      unlinkLine: 0,
      dropLine: 0,
      dropCustomFields: 0,
    }
    simulator.account().armFault({ kind, method: 'POST', times: 1, value: values[kind] })
    const intent = wide()
    value(await erp.createSalesOrders(context, [intent]))
    const [found] = value(await erp.findSalesOrders(context, [intent])).get(intent.reference) ?? []
    expect(found?.differences.length).toBeGreaterThan(0)
    expect(found?.isOurs).toBe(true)
  })

  test.each([
    'reset',
    'hang',
    'error500',
    'html502',
    'error503',
    'emptyBody',
    'cutBody',
    'halfJson',
    'htmlOk',
  ] as const)(
    'after %s the outcome is unclear, and a look-up finds the one sales order as ours',
    async (kind) => {
      simulator.account().armFault({ kind, when: 'after', method: 'POST', times: 1 })
      const intent = wide()
      const sender = kind === 'hang' ? makeCin7Omni(quick) : erp
      const result = await sender.createSalesOrders(context, [intent])
      expect(result).toMatchObject({ ok: false, kind: 'ambiguous' })
      const found = value(await erp.findSalesOrders(context, [intent])).get(intent.reference)
      expect(found).toMatchObject([{ isOurs: true, differences: [] }])
    },
  )

  test('a missing last result is unclear for that record alone', async () => {
    simulator.account().armFault({ kind: 'missingResult', method: 'POST', times: 1 })
    const outcomes = value(await erp.createSalesOrders(context, [wide(), wide()]))
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['created', 'unclear'])
  })

  test('a duplicate reference in each way that Cin7 might take it', async () => {
    const intent = wide()
    value(await erp.createSalesOrders(context, [intent]))
    const [refused] = value(await erp.createSalesOrders(context, [intent]))
    expect(refused?.kind).toBe('refused')
    simulator.account().setSwitch('duplicateReference', 'badRequest')
    expect(await erp.createSalesOrders(context, [intent])).toMatchObject({ ok: false, kind: 'refused' })
    simulator.account().setSwitch('duplicateReference', 'accept')
    value(await erp.createSalesOrders(context, [intent]))
    expect(value(await erp.findSalesOrders(context, [intent])).get(intent.reference)).toHaveLength(2)
  })

  test.each(['string', 'message', 'Message'] as const)(
    "Cin7's words come through in the form %s",
    async (form) => {
      simulator.account().setSwitch('errorBody', form)
      simulator.account().armFault({ kind: 'badRequest', method: 'POST', times: 1, value: 'No such thing.' })
      expect(await erp.createSalesOrders(context, [wide()])).toMatchObject({
        kind: 'refused',
        said: 'No such thing.',
      })
    },
  )

  test('a free-text line, a status in other letters and a rate in percent are all taken rightly', async () => {
    simulator.account().setSwitch('taxRateOnRead', 'percent')
    simulator.account().setSwitch('statusCase', 'spec')
    const unknown = exampleIntent('1', [{ productKey: '999', code: 'GONE', name: 'Gone' }])
    value(await erp.createSalesOrders(context, [unknown]))
    const [found] = value(await erp.findSalesOrders(context, [unknown])).get(unknown.reference) ?? []
    expect(found?.differences.map((one) => one.what)).toEqual(['Line 1 · product'])
  })

  test('many references are asked for in questions that the server takes', async () => {
    const many = Array.from({ length: 200 }, () =>
      intentOf({ reference: `L-${crypto.randomUUID().slice(0, 20)}` }),
    )
    value(await erp.createSalesOrders(context, many))
    simulator.account().clearCalls()
    expect(value(await erp.findSalesOrders(context, many)).size).toBe(200)
    expect(
      simulator
        .account()
        .calls()
        .map(({ status }) => status),
    ).toEqual([200, 200, 200])
  })
})
