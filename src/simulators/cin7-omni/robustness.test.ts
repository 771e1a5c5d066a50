// Requests that no well-behaved client sends: each gets an answer that says what is wrong, and the simulator goes on.

import { request } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { demoUsername } from './server.ts'
import { startTestClient } from './test-client.ts'
import type { TestClient } from './test-client.ts'

let client: TestClient
beforeAll(async () => {
  client = await startTestClient()
})
afterAll(() => client.simulator.close())
afterEach(() => {
  client.simulator.account().resetSwitches()
  client.simulator.account().clearFaults()
})

describe('the API', () => {
  test.each(['text/plain', 'application/x-www-form-urlencoded'])(
    'a body that is said to be "%s" is refused, unless switched',
    async (type) => {
      const before = client.simulator.account().salesOrders().length
      const post = () => client.raw('POST', '/v1/SalesOrders', '[{}]', { 'content-type': type })
      expect((await post()).status).toBe(415)
      expect(client.simulator.account().salesOrders()).toHaveLength(before)
      client.simulator.account().setSwitch('otherContentType', 'accepted')
      expect((await post()).json[0].success).toBe(true)
    },
  )

  test.each(['application/json', 'Application/JSON; charset=utf-8', 'text/json', ''])(
    'JSON is taken as "%s"',
    async (type) => {
      expect((await client.raw('PUT', '/v1/SalesOrders', '[]', { 'content-type': type })).status).toBe(200)
    },
  )

  test.each([
    ['PATCH', 'SalesOrders', 'GET, POST, PUT'],
    ['OPTIONS', 'SalesOrders', 'GET, POST, PUT'],
    ['DELETE', 'SalesOrders/3001', 'GET'],
    ['PUT', 'Contacts/20', 'GET, DELETE'],
    ['POST', 'Stock', 'GET'],
  ])('%s %s is 405 with the methods that there are', async (method, path, allow) => {
    const reply = await client.raw(method, `/v1/${path}`)
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, allow])
  })

  test.each(['3.001e3', '0xbb9', '3001.0', 'abc', '-3001', '99999999999999999999'])(
    'the id %s is nobody',
    async (id) => {
      expect((await client.get(`SalesOrders/${id}`)).status).toBe(404)
    },
  )

  test('a body of any announced size is answered, not read', async () => {
    const { port } = new URL(client.simulator.url)
    const status = await new Promise((resolve, reject) => {
      const sent = request(
        { port, method: 'POST', path: '/api/v1/SalesOrders', headers: { 'content-length': 1e9 } },
        (answer) => {
          resolve(answer.statusCode)
          sent.destroy()
        },
      )
      sent.on('error', reject)
      sent.flushHeaders()
    })
    expect(status).toBe(413)
  })

  test('the longest query string is 2,048 characters, or what the switch says, up to 100,000', async () => {
    const where = `reference='${'x'.repeat(60_000)}'`
    expect((await client.get('SalesOrders', { where })).status).toBe(404)
    const longest = async (length: number): Promise<number> =>
      (await client.raw('GET', `/v1/SalesOrders?${'where=reference%3D%27'.padEnd(length - 3, 'x')}%27`))
        .status
    expect([await longest(2_048), await longest(2_049)]).toEqual([200, 404])
    client.simulator.account().setSwitch('longestQuery', 100_000)
    expect((await client.get('SalesOrders', { where })).json).toEqual([])
    expect((await client.get('Users', { fields: `id,${'('.repeat(30_000)}` })).json[0]).toHaveProperty('id')
  })
})

describe('the control API and the page', () => {
  const control = `${demoUsername}/orders/3011`
  test.each([
    ['GET', '%zz', undefined, 404],
    ['PUT', 'accounts', {}, 405],
    ['POST', `${control}/void`, [], 400],
    ['POST', `${control}/void`, null, 400],
    ['POST', `${control}/dispatch`, { lines: 'all' }, 422],
    ['POST', `${control}/dispatch`, { lines: [null] }, 422],
    ['POST', `${control}/dispatch`, { lines: [{ lineId: '1', qty: 1 }] }, 422],
    ['POST', `${control}/edit`, { lineItems: [null] }, 422],
  ])('%s %s %j is refused with a sentence', async (method, path, body, status) => {
    const reply = await client.control(method, path, body)
    expect([reply.status, typeof reply.json.error]).toEqual([status, 'string'])
  })

  test.each([
    { kind: 'delay', resource: 'SalesOrder' },
    { kind: 'delay', method: 'FETCH' },
    { kind: 'delay', value: 'long' },
    { kind: 'alterTaxStatus', value: 'Half' },
  ])('a fault that could never strike is refused: %j', async (fault) => {
    expect((await client.control('POST', `${demoUsername}/faults`, fault)).status).toBe(422)
    expect(client.simulator.account().faults()).toEqual([])
  })

  test.each(['', 'page.css', 'images/9.svg'])('"/%s" can only be read', async (path) => {
    const response = await fetch(client.simulator.pageUrl + path, { method: 'DELETE' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })
})
