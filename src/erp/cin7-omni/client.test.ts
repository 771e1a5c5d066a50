/** How the client takes every kind of answer, against a bare HTTP server. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../core/clock.ts'
import type { ErpFailure, ErpResult } from '../port.ts'
import { openOmniClient } from './client.ts'
import {
  cut,
  flood,
  hang,
  html,
  json,
  type RawAnswer,
  type RawServer,
  reset,
  stall,
  startRawServer,
  trickle,
  whole,
} from './raw-server.ts'
import { defaultOmniSettings, type OmniSettings } from './settings.ts'
import { testContext, type TestContext } from './test-context.ts'

const quick: OmniSettings = {
  ...defaultOmniSettings,
  connectTimeoutMs: 1_000,
  headersTimeoutMs: 200,
  bodyTimeoutMs: 200,
  totalTimeoutMs: 400,
  maxAnswerBytes: 1_000_000,
  readRetryWaitsMs: [1, 2],
  rateLimitedWaitMs: 5,
  longestWaitInCallMs: 50,
}
const client = openOmniClient(quick, systemClock)
let server: RawServer
let context: TestContext

beforeAll(async () => {
  server = await startRawServer()
})
afterAll(async () => server.close())

function read(more: { mayBeMissing?: boolean } = {}): Promise<ErpResult<unknown>> {
  context = testContext({ url: server.url })
  return client.read(context, { resource: 'Contacts', path: '/v1/Contacts', query: { rows: 1 }, ...more })
}

function create(): Promise<ErpResult<unknown>> {
  context = testContext({ url: server.url })
  return client.create(context, 'SalesOrders', { loadboms: 'false' }, ['{"reference":"A"}'])
}

function failed(result: ErpResult<unknown>): ErpFailure {
  if (result.ok) throw new Error(`It succeeded with ${JSON.stringify(result.value)}`)
  return result
}

const words = (result: ErpResult<unknown>): string => `${failed(result).kind} ${failed(result).code}`

describe('a request', () => {
  test('carries sign-in, JSON and an exact query', async () => {
    server.answer(json([]))
    await client.read(testContext({ url: `${server.url}/v1/` }), {
      resource: 'SalesOrders',
      path: '/v1/SalesOrders',
      query: { rows: 250, where: "reference='O''Brien & 5%#+'" },
    })
    await create()
    expect(server.requests[0]?.path).toBe("/api/v1/SalesOrders?rows=250&where=reference='O''Brien & 5%#+'")
    expect(server.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('SupplierNZ:secret-key').toString('base64')}`,
    )
    expect(server.requests[1]).toMatchObject({
      method: 'POST',
      path: '/api/v1/SalesOrders?loadboms=false',
      body: '[{"reference":"A"}]',
    })
    expect(server.requests[1]?.headers['content-type']).toBe('application/json')
  })

  test('is told with its bodies but never with the key', async () => {
    server.answer(whole(200, '{"echo":"secret-key"}'))
    await create()
    expect(context.told).toHaveLength(1)
    expect(context.told[0]).toMatchObject({
      method: 'POST',
      status: 200,
      outcome: 'ok',
      request: '[{"reference":"A"}]',
      response: '{"echo":"[removed]"}',
    })
    expect(JSON.stringify(context.told)).not.toContain('secret-key')
  })

  test.each([
    ['no key', { key: ' ' }, 'key-missing'],
    ['no username', { username: '' }, 'key-missing'],
    ['a username that cannot be one', { username: 'a:b' }, 'key-missing'],
    ['no address', { url: 'cin7' }, 'bad-address'],
    ['an address with a password', { url: 'https://a:b@example.test/api' }, 'bad-address'],
    ['an address of another kind', { url: 'ftp://example.test' }, 'bad-address'],
  ])('is not made with %s', async (_, more, code) => {
    const reserved: string[] = []
    const bad = testContext({
      ...more,
      reserve: (call) => (reserved.push(call.path), Promise.resolve({ ok: true })),
    })
    const result = await client.create(bad, 'SalesOrders', {}, [])
    expect(words(result)).toBe(`misconfigured ${code}`)
    expect(reserved).toEqual([])
  })
})

describe('a write', () => {
  const cases: [string, RawAnswer, string][] = [
    ['400 with a bare string', json('Batch limit is 250.', 400), 'refused bad-request'],
    ['401', json('Unauthorized access', 401), 'misconfigured wrong-key'],
    ['403', json('Access is forbidden', 403), 'misconfigured permission-missing'],
    ['403 as a page', html(403), 'misconfigured blocked'],
    ['404', json('Resource not found', 404), 'misconfigured wrong-address'],
    ['408', json('', 408), 'ambiguous server-error'],
    ['413', html(413), 'refused bad-request'],
    ['421', json('', 421), 'ambiguous cut-off'],
    ['429', json('Rate limit exceeded. Retry after some time.', 429), 'busy rate-limited'],
    ['500', json('An unexpected error occurred.', 500), 'ambiguous server-error'],
    ['502 as a page', html(502), 'ambiguous server-error'],
    ['503 as a page', html(503), 'ambiguous server-error'],
    ['302', whole(302, '', { location: 'https://example.test/' }), 'ambiguous redirected'],
    ['308', whole(308, '', { location: 'https://example.test/' }), 'misconfigured redirected'],
    ['200 with nothing', whole(200, ''), 'ambiguous unreadable-answer'],
    ['200 as a page', html(200), 'ambiguous unreadable-answer'],
    ['200 with half the JSON', whole(200, '[{"index":0,"succ'), 'ambiguous unreadable-answer'],
    ['no answer', hang, 'ambiguous timed-out'],
    ['a reset', reset, 'ambiguous cut-off'],
    ['a cut body', cut, 'ambiguous cut-off'],
    ['a stalled body', stall, 'ambiguous timed-out'],
    ['a body without end', trickle, 'ambiguous timed-out'],
    ['a flood', flood, 'ambiguous answer-too-large'],
  ]
  test.each(cases)('answered with %s is sent once and judged', async (_, answer, expected) => {
    server.answer(answer)
    const result = await create()
    expect(words(result)).toBe(expected)
    expect(server.requests).toHaveLength(1)
    expect(context.told).toHaveLength(1)
    expect(context.told[0]?.outcome).toBe(failed(result).kind)
  })

  test('on a kept connection that breaks is not sent again', async () => {
    server.answer(json([]))
    await create()
    server.answer(reset, json([]))
    expect(words(await create())).toBe('ambiguous cut-off')
    expect(server.requests).toHaveLength(1)
  })

  test('that cannot have been sent is unreachable', async () => {
    const closed = await startRawServer()
    await closed.close()
    const nobody = testContext({ url: closed.url })
    expect(words(await client.create(nobody, 'SalesOrders', {}, []))).toBe('unreachable no-connection')
    const noName = testContext({ url: 'http://nothing.invalid/api' })
    expect(words(await client.create(noName, 'SalesOrders', {}, []))).toBe('unreachable no-connection')
    const noTls = testContext({ url: server.url.replace('http:', 'https:') })
    expect(failed(await client.create(noTls, 'SalesOrders', {}, [])).kind).toBe('unreachable')
  })

  test('stopped before is not sent, stopped after is unclear', async () => {
    server.answer(hang)
    const before = testContext({ url: server.url, signal: AbortSignal.abort() })
    expect(words(await client.create(before, 'SalesOrders', {}, []))).toBe('busy stopped')
    expect(server.requests).toHaveLength(0)
    const stop = new AbortController()
    server.answer(() => stop.abort())
    const after = testContext({ url: server.url, signal: stop.signal })
    expect(words(await client.create(after, 'SalesOrders', {}, []))).toBe('ambiguous stopped')
  })

  test('asked to slow down says how long', async () => {
    server.answer(whole(429, '"Rate limit exceeded."', { 'retry-after': '7' }))
    expect(failed(await create()).waitMs).toBe(7_000)
    server.answer(whole(429, '"Rate limit exceeded."'))
    expect(failed(await create()).waitMs).toBe(quick.rateLimitedWaitMs)
    server.answer(whole(429, '"Rate limit exceeded."', { 'retry-after': '999999999' }))
    expect(failed(await create()).waitMs).toBe(quick.rateLimitedWaitMs)
    server.answer(whole(429, '', { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }))
    const byDate = failed(await create()).waitMs ?? 0
    expect(byDate).toBeGreaterThan(50_000)
    expect(byDate).toBeLessThanOrEqual(60_000)
  })

  test("hands on Cin7's own words in every form", async () => {
    for (const body of [
      '"Bad reference"',
      '{"message":"Bad reference"}',
      '{"Message":"Bad reference"}',
      'Bad reference',
    ]) {
      server.answer(whole(400, body))
      const result = failed(await create())
      expect(result.said).toBe('Bad reference')
      expect(result.sentence).toContain('Bad reference')
    }
  })

  test('without permission names the box to tick', async () => {
    server.answer(json('Access is forbidden', 403))
    expect(failed(await create()).sentence).toContain('“Sales orders › Create”')
    expect(failed(await read()).sentence).toContain('“Contacts › Read”')
  })
})

describe('a read', () => {
  test.each<[string, RawAnswer]>([
    ['500', json('An unexpected error occurred.', 500)],
    ['an HTML 502', html(502)],
    ['a reset', reset],
    ['a cut body', cut],
    ['an empty body', whole(200, '')],
    ['429', json('Rate limit exceeded.', 429)],
    ['429 with a short Retry-After', whole(429, '', { 'retry-after': '0' })],
  ])('after %s is made again, each time with leave', async (_, answer) => {
    server.answer(answer, json([{ id: 1 }]))
    let leaves = 0
    const counted = testContext({
      url: server.url,
      reserve: () => Promise.resolve({ ok: (leaves += 1) > 0 }) as Promise<{ ok: true }>,
    })
    const result = await client.read(counted, { resource: 'Contacts', path: '/v1/Contacts' })
    expect(result).toEqual({ ok: true, value: [{ id: 1 }] })
    expect(leaves).toBe(2)
    expect(counted.told.map((call) => call.outcome === 'ok')).toEqual([false, true])
  })

  test.each([
    ['whole', json([{ id: 1 }])],
    ['refused', json('Unauthorized', 401)],
    ['cut off in its body', cut],
    ['none', reset],
  ])('with an answer that is %s is told to be answered once for each leave', async (_, answer) => {
    server.answer(answer)
    let leaves = 0
    let answers = 0
    const counted = testContext({
      url: server.url,
      reserve: () => {
        leaves += 1
        return Promise.resolve({ ok: true, answered: () => void (answers += 1) })
      },
    })
    await client.read(counted, { resource: 'Contacts', path: '/v1/Contacts' })
    expect(leaves).toBeGreaterThan(0)
    expect(answers).toBe(leaves)
  })

  test('is given up after the allowed attempts', async () => {
    server.answer(json('An unexpected error occurred.', 500))
    expect(words(await read())).toBe('unreachable server-error')
    expect(server.requests).toHaveLength(quick.readAttempts)
  })

  test.each<[string, RawAnswer, string]>([
    ['400', json('The rows argument cannot be greater than 250.', 400), 'refused bad-request'],
    ['401', json('Unauthorized access', 401), 'misconfigured wrong-key'],
    ['404', json('Resource not found', 404), 'misconfigured wrong-address'],
    ['302', whole(302, '', { location: '/login' }), 'misconfigured redirected'],
    ['no answer', hang, 'unreachable timed-out'],
    ['a stalled body', stall, 'unreachable timed-out'],
    ['a flood', flood, 'unreachable answer-too-large'],
  ])('answered with %s is not made again', async (_, answer, expected) => {
    server.answer(answer)
    expect(words(await read())).toBe(expected)
    expect(server.requests).toHaveLength(1)
  })

  test('limited twice waits for the next minute outside the call', async () => {
    server.answer(json('Rate limit exceeded.', 429))
    const result = failed(await read())
    expect(server.requests).toHaveLength(2)
    expect(result.kind).toBe('busy')
    expect(result.waitMs).toBeGreaterThan(0)
    expect(result.waitMs).toBeLessThanOrEqual(60_250)
  })

  test('limited with a long Retry-After does not sleep but tells', async () => {
    server.answer(whole(429, '', { 'retry-after': '30' }))
    expect(failed(await read()).waitMs).toBe(30_000)
    expect(server.requests).toHaveLength(1)
  })

  test('of a record that is not there is no failure, unless the whole address is wrong', async () => {
    server.answer(json('Resource not found', 404))
    expect(await read({ mayBeMissing: true })).toEqual({ ok: true, value: undefined })
    server.answer(html(404))
    expect(words(await read({ mayBeMissing: true }))).toBe('misconfigured wrong-address')
  })

  test('takes JSON whatever its content type, and a byte order mark before it', async () => {
    server.answer(whole(200, '\uFEFF[1]', { 'content-type': 'text/html' }))
    expect(await read()).toEqual({ ok: true, value: [1] })
  })

  test('stops between attempts when the caller stops', async () => {
    const stop = new AbortController()
    server.answer((response) => {
      stop.abort()
      response.writeHead(500).end()
    })
    const stopped = testContext({ url: server.url, signal: stop.signal })
    expect((await client.read(stopped, { resource: 'Contacts', path: '/v1/Contacts' })).ok).toBe(false)
    expect(server.requests).toHaveLength(1)
  })
})
