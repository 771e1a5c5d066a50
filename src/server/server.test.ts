import { once } from 'node:events'
import { request as rawRequest } from 'node:http'
import { connect } from 'node:net'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { until } from '../../tests/support/browser.ts'
import { testClient, withServer } from '../../tests/support/test-server.ts'
import { type Endpoint, defineEndpoint } from '../contract/endpoint.ts'
import { endpoints } from '../contract/endpoints.ts'
import { problem } from '../contract/problem.ts'
import { refuse } from '../core/refusal.ts'
import { transact } from '../db/transact.ts'
import { type Permission, type Role, may, permissions, roles } from '../rules/permissions.ts'
import { buildServer } from './app.ts'
import { problemKinds } from './problems.ts'
import { type Route, route } from './route.ts'
import { routes } from './routes.ts'
import { deskRoutes } from './routes/desk.ts'

const nothing = z.object({ seen: z.string() })

/** One planted endpoint per permission, and one for any signed-in person. */
const guarded: Route[] = [...(Object.keys(permissions) as Permission[]), 'signed-in' as const].map((who) =>
  route(
    defineEndpoint({
      name: `planted.${who}`,
      method: 'GET',
      path: `/api/planted/who/${who}`,
      summary: 'Planted',
      who,
      answer: nothing,
      refusals: [],
    }),
    (_, { actor }) => Promise.resolve({ seen: actor.role }),
  ),
)

const echo = defineEndpoint({
  name: 'planted.echo',
  method: 'POST',
  path: '/api/planted/echo/:count',
  summary: 'Planted',
  who: 'signed-in',
  params: z.object({ count: z.coerce.number().int().max(5) }),
  body: z.object({
    name: z.string().min(1, 'Give a name.'),
    lines: z.array(z.object({ price: z.string() })),
    count: z
      .string()
      .regex(/^\d+$/, 'Digits alone.')
      .regex(/^[1-9]/, 'Not with a 0 first.')
      .optional(),
  }),
  answer: nothing,
  refusals: ['not-now'],
})

const write = defineEndpoint({
  name: 'planted.write',
  method: 'DELETE',
  path: '/api/planted/write',
  summary: 'Planted',
  who: 'signed-in',
  answer: nothing,
  refusals: [],
})

const find = defineEndpoint({
  name: 'planted.find',
  method: 'GET',
  path: '/api/planted/find',
  summary: 'Planted',
  who: 'signed-in',
  query: z.object({ text: z.string() }),
  answer: nothing,
  refusals: [],
})

const planted: Route[] = [
  ...guarded,
  route(find, (_, { query }) => Promise.resolve({ seen: query.text })),
  route(write, () => Promise.resolve({ seen: 'written' })),
  route(echo, async (_, { params, body }) => {
    if (body.name === 'refuse')
      return refuse('not-now', 'Not now: it was seen too late.', { facts: { revision: 4 } })
    if (body.name === 'throw') throw new Error('the secret of the database is 4711')
    if (body.name === 'lose the database') await new Client({ host: '127.0.0.1', port: 1 }).connect()
    if (body.name === 'leak') return { seen: 'yes', cost: '1.00' } as { seen: string }
    if (body.name === 'wrong') return { seen: 4 } as unknown as { seen: string }
    return { seen: `${body.name} ${params.count}` }
  }),
]

const server = await withServer({ routes: [...planted, ...deskRoutes], metricsToken: 'a metrics token' })
const { base } = server
const owner = await server.addSupplier()
const client = await server.signedIn(owner.email)

describe('who may', () => {
  it.each(roles.map((role) => [role]))(
    '%s: exactly what the table of permissions says',
    async (role: Role) => {
      const person = await server.signedIn(await server.addPerson(owner.supplierId, role))
      for (const permission of Object.keys(permissions) as Permission[]) {
        const { status, body } = await person.call(`/api/planted/who/${permission}`)
        expect([permission, status]).toEqual([permission, may(role, permission) ? 200 : 403])
        if (status === 403) expect(body).toMatchObject({ code: 'not-allowed', status: 403 })
      }
      expect((await person.call('/api/planted/who/signed-in')).body).toEqual({ seen: role })
    },
  )

  it('nobody without a session', async () => {
    for (const { endpoint } of guarded) {
      const { status, body } = await testClient(base).call(endpoint.path)
      expect([status, body['code']]).toEqual([401, 'not-signed-in'])
    }
  })

  it('is asked before the request is looked at', async () => {
    const { status } = await testClient(base).call('/api/planted/echo/nonsense', { body: '{' })
    expect(status).toBe(401)
  })

  it('acts for the supplier that the header names, and for no other', async () => {
    const other = await server.addSupplier('Second Foods')
    const own = await client.call('/api/supplier', { headers: { 'purvey-supplier': owner.supplierId } })
    expect(own.body['supplierId']).toBe(owner.supplierId)
    const foreign = await client.call('/api/supplier', { headers: { 'purvey-supplier': other.supplierId } })
    expect([foreign.status, foreign.body['code']]).toEqual([403, 'not-allowed'])
    const session = await client.call('/api/session')
    const { person } = session.body as { person: { userId: string } }
    await transact(server.services.db, { system: true }, (tx) =>
      tx
        .insertInto('members')
        .values({ supplierId: other.supplierId, userId: person.userId, role: 'staff' })
        .execute(),
    )
    const joined = await client.call('/api/supplier', { headers: { 'purvey-supplier': other.supplierId } })
    expect(joined.body).toMatchObject({ supplierId: other.supplierId, name: 'Second Foods' })
    expect((await client.call('/api/supplier')).body['supplierId']).toBe(owner.supplierId)
    const chosen = await client.call('/api/session', { headers: { 'purvey-supplier': other.supplierId } })
    expect(chosen.body).toMatchObject({
      supplier: { role: 'staff' },
      suppliers: [{}, { name: 'Second Foods' }],
    })
  })

  it('tells a person whose last membership ended', async () => {
    const email = await server.addPerson(owner.supplierId, 'staff')
    const person = await server.signedIn(email)
    await transact(server.services.db, { system: true }, async (tx) => {
      const { id } = await tx
        .selectFrom('authUser')
        .select('id')
        .where('email', '=', email)
        .executeTakeFirstOrThrow()
      await tx.deleteFrom('members').where('userId', '=', id).execute()
    })
    expect((await person.call('/api/supplier')).body).toMatchObject({ code: 'not-allowed' })
    expect((await person.call('/api/session')).body).toMatchObject({ state: 'signed-in', supplier: null })
  })
})

describe('a problem', () => {
  const good = { name: 'Ana', lines: [{ price: '1.00' }] }
  const send = (body: unknown, path = '/api/planted/echo/2') => client.call(path, { body })

  it('is absent where all is well', async () => {
    expect(await send(good)).toMatchObject({ status: 200, body: { seen: 'Ana 2' } })
  })

  it.each([
    ['a refusal', { ...good, name: 'refuse' }, 409, 'not-now'],
    ['an invalid body', { ...good, name: '' }, 400, 'invalid-request'],
    ['no JSON', '{"name":', 400, 'invalid-request'],
    ['an empty body', '', 400, 'invalid-request'],
    ['a body nested too deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400, 'invalid-request'],
    ['too large a body', { ...good, name: 'x'.repeat(2_200_000) }, 413, 'too-large'],
    ['a bug', { ...good, name: 'throw' }, 500, 'unexpected'],
    ['a database that is gone', { ...good, name: 'lose the database' }, 503, 'unavailable'],
    ['an answer that the contract does not have', { ...good, name: 'wrong' }, 500, 'unexpected'],
  ])('for %s', async (_, body, status, code) => {
    const answer = await send(body)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(problem.parse(answer.body)).toMatchObject({ status, code, requestId: expect.any(String) })
    expect(answer.status).toBe(status)
    expect(JSON.stringify(answer.body)).not.toMatch(/4711|stack|node_modules|at file/)
    expect(answer.headers.get('x-request-id')).toBe(answer.body['requestId'])
  })

  it.each(['/api/planted/echo/%', '/api/planted/echo/%C0%AF', `/api/planted/echo/${'2'.repeat(500)}`])(
    'for the address %.30s that cannot be read',
    async (path) => {
      const answer = await send(good, path)
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
      expect(problem.parse(answer.body)).toMatchObject({ status: 400, code: 'invalid-request' })
      expect(answer.status).toBe(400)
      expect(answer.headers.get('x-request-id')).toBe(answer.body['requestId'])
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    },
  )

  it('names every field that does not fit, in sentences', async () => {
    const { body } = await send(
      { name: '', lines: [{ price: '1' }, { price: 4 }, {}] },
      '/api/planted/echo/2',
    )
    expect(body['fields']).toEqual([
      { path: 'name', message: 'Give a name.' },
      { path: 'lines.1.price', message: 'This has to be text.' },
      { path: 'lines.2.price', message: 'This is missing.' },
    ])
    const params = await send(good, '/api/planted/echo/9')
    expect(params.body['fields']).toEqual([{ path: 'count', message: 'This is too large: the most is 5.' }])
  })

  it.each([
    [
      { name: '', lines: [{ price: '1' }, { price: 4 }, {}] },
      'Name: Give a name. Correct it and try again. 2 more fields do not fit either.',
    ],
    [
      { name: 'Ana', lines: [{ price: '1' }, {}] },
      'Line 2 · price: This is missing. Correct it and try again.',
    ],
    [{ ...good, count: 'two' }, 'Count: Digits alone. Correct it and try again.'],
    ['', 'The body is missing: a JSON object is expected. Correct it and try again.'],
    [[], 'The body has to be a JSON object. Correct it and try again.'],
  ])('says of %j in a sentence what does not fit, where, and what to do', async (body, sentence) => {
    expect((await send(body)).body).toMatchObject({ code: 'invalid-request', detail: sentence })
  })

  it('is absent for an empty body where none is asked for', async () => {
    const { status, body } = await client.call('/api/planted/write', { method: 'DELETE', body: '' })
    expect([status, body]).toEqual([200, { seen: 'written' }])
  })

  it('is absent for text that no database takes: it is made storable', async () => {
    expect((await send(`{"name":"A\\u0000n\\ud83da","lines":[]}`)).body).toEqual({ seen: 'An\ufffda 2' })
    expect((await client.call('/api/planted/find?text=A%00na')).body).toEqual({ seen: 'Ana' })
  })

  it('passes on what a refusal knows', async () => {
    const { body } = await send({ ...good, name: 'refuse' })
    expect(body).toMatchObject({
      type: 'urn:purvey:problem:not-now',
      detail: 'Not now: it was seen too late.',
      facts: { revision: 4 },
    })
  })

  it('for an address that is not there, and for a form', async () => {
    expect((await client.call('/api/nowhere')).body).toMatchObject({ code: 'not-found', status: 404 })
    expect((await client.call('/elsewhere', { method: 'POST', body: {} })).status).toBe(404)
    const form = await client.call('/api/planted/echo/2', {
      method: 'POST',
      body: 'name=Ana',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(form.body).toMatchObject({ code: 'invalid-request' })
    const text = await client.call('/api/planted/echo/2', {
      method: 'POST',
      body: JSON.stringify(good),
      headers: { 'content-type': 'text/plain' },
    })
    expect(text.body).toMatchObject({ code: 'invalid-request' })
  })

  it('has a status for every code of the contract', () => {
    const codes = new Set(endpoints.flatMap((endpoint) => endpoint.refusals))
    expect([...codes].filter((code) => !Object.hasOwn(problemKinds, code))).toEqual([])
    expect(codes.size).toBeGreaterThan(20)
  })
})

describe('an answer', () => {
  it('has nothing that the contract does not name', async () => {
    const { body } = await client.call('/api/planted/echo/2', { body: { name: 'leak', lines: [] } })
    expect(body).toEqual({ seen: 'yes' })
  })

  it('carries the headers that protect it in a browser', async () => {
    for (const path of ['/api/session', '/api/nowhere', '/health', '/']) {
      const { headers } = await client.raw(path)
      expect(headers.get('content-security-policy')).toMatch(/script-src 'self';.*frame-ancestors 'none'/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
    }
    expect((await client.raw('/api/session')).headers.get('cache-control')).toBe('no-store')
  })
})

/** Sends headers that fetch does not let a program set. */
function deleteWith(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    rawRequest(
      `${base}/api/planted/write`,
      { method: 'DELETE', headers: { cookie: client.cookie, ...headers } },
      (answer) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      },
    )
      .on('error', reject)
      .end()
  })
}

describe('a write that a page of another site causes', () => {
  it.each([
    [{}, 200],
    [{ origin: base }, 200],
    [{ 'sec-fetch-site': 'same-origin', origin: base }, 200],
    [{ 'sec-fetch-site': 'none' }, 200],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    [{ 'sec-fetch-site': 'same-site', origin: base }, 403],
  ])('%j gives %i', async (headers, status) => {
    expect(await deleteWith(headers)).toBe(status)
  })
})

describe('the OpenAPI document', () => {
  it('is 3.1 and describes what is mounted, without the frame', async () => {
    const { body } = await testClient(base).call('/api/openapi.json')
    expect(body).toMatchObject({ openapi: '3.1.0', info: { title: 'Purvey', version: '0.0.0-test' } })
    const paths = body['paths'] as Record<string, Record<string, Record<string, unknown>>>
    expect(Object.keys(paths)).not.toContain('/health')
    expect(Object.keys(paths).some((path) => path.startsWith('/images'))).toBe(false)
    expect(paths['/api/planted/echo/{count}']!['post']).toMatchObject({
      operationId: 'planted.echo',
      security: [{ session: [] }],
      'x-refusals': expect.arrayContaining(['not-now', 'invalid-request', 'still-running']) as unknown,
      responses: {
        200: { content: { 'application/json': { schema: { type: 'object' } } } },
        409: {
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    })
    expect(body['components']).toMatchObject({
      schemas: { Problem: { type: 'object', required: expect.arrayContaining(['code']) as unknown } },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: client.cookie!.split('=')[0] } },
    })
  })

  it('describes every endpoint of the contract, and every reference in it leads somewhere', async () => {
    const described = endpoints
      .filter((endpoint) => !endpoint.name.startsWith('session.'))
      .map((endpoint): Route => ({ endpoint, handle: () => Promise.reject(new Error('never called')) }))
    const whole = await buildServer(server.services, {
      auth: server.auth,
      routes: described,
      version: '1.2.3',
      ready: () => Promise.resolve(true),
    })
    const document = whole.swagger() as unknown as Record<string, unknown>
    await whole.close()
    const paths = document['paths'] as Record<string, Record<string, Record<string, unknown>>>
    for (const endpoint of endpoints) expectDescribed(paths, endpoint)
    const text = JSON.stringify(document)
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(document).toHaveProperty(['components', 'schemas', name!])
    }
    expect(text).not.toMatch(/#\/\$defs|#\/definitions/)
    const ids = Object.values(paths).flatMap((path) => Object.values(path).map((one) => one['operationId']))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('is whole with the product’s own routes', async () => {
    const whole = await buildServer(server.services, {
      auth: server.auth,
      routes,
      version: '1.2.3',
      ready: () => Promise.resolve(true),
    })
    expect(whole.hasRoute({ method: 'POST', url: '/api/orders/:orderId/approve' })).toBe(true)
    await whole.close()
  })

  it('cannot leave an endpoint out: the server does not start without its route', async () => {
    await expect(
      buildServer(server.services, {
        auth: server.auth,
        routes: deskRoutes,
        version: '1.2.3',
        ready: () => Promise.resolve(true),
      }),
    ).rejects.toThrow(/orders\.approve/)
  })
})

function expectDescribed(
  paths: Record<string, Record<string, Record<string, unknown>>>,
  endpoint: Endpoint,
): void {
  const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}')
  const operation = paths[path]?.[endpoint.method.toLowerCase()]
  expect(operation, endpoint.name).toMatchObject({ operationId: endpoint.name, summary: endpoint.summary })
  expect(operation!['x-refusals']).toEqual(expect.arrayContaining([...endpoint.refusals]))
  if (endpoint.body) expect(operation!['requestBody'], endpoint.name).toBeDefined()
  const parameters = (operation!['parameters'] ?? []) as { name: string; in: string }[]
  const names = parameters.filter((one) => one.in === 'path').map((one) => `{${one.name}}`)
  expect(names.toSorted()).toEqual((path.match(/\{\w+\}/g) ?? []).toSorted())
}

describe('health', () => {
  it('answers, and counts requests by the contract’s names', async () => {
    expect((await testClient(base).call('/health')).body).toEqual({ status: 'ok', version: '0.0.0-test' })
    expect((await testClient(base).call('/ready')).body).toEqual({ status: 'ready' })
    const text = await (await testClient(base).raw('/metrics')).text()
    expect(text).toMatch(/purvey_http_request_seconds_count\{endpoint="planted.echo",status="200"\} [1-9]/)
  })

  it('keeps its numbers from visitors through a proxy, except with the token', async () => {
    const proxied = { 'x-forwarded-for': '203.0.113.7' }
    expect((await client.raw('/metrics', { headers: proxied })).status).toBe(403)
    const wrong = { ...proxied, authorization: 'Bearer another token' }
    expect((await client.raw('/metrics', { headers: wrong })).status).toBe(403)
    const right = { ...proxied, authorization: 'Bearer a metrics token' }
    expect((await client.raw('/metrics', { headers: right })).status).toBe(200)
  })
})

describe('a server that stops', () => {
  /** A server of its own, and a connection to it. */
  async function connected(ready: () => Promise<boolean>) {
    const stopping = await buildServer(server.services, {
      auth: server.auth,
      routes: [],
      version: '1.2.3',
      ready,
      partial: true,
    })
    const { port } = new URL(await stopping.listen({ host: '127.0.0.1', port: 0 }))
    const accepted = once(stopping.server, 'connection')
    const socket = connect(Number(port), '127.0.0.1')
    const heard: string[] = []
    socket.on('data', (bytes) => heard.push(bytes.toString('latin1')))
    await accepted
    return { stopping, socket, answer: () => heard.join('') }
  }

  it('still answers what comes on an open connection, and closes it', async () => {
    const { stopping, socket, answer } = await connected(() => Promise.resolve(true))
    const stopped = stopping.close()
    await until(() => !stopping.server.listening)
    socket.write('GET /health HTTP/1.1\r\nhost: here\r\n\r\n')
    await Promise.all([once(socket, 'close'), stopped])
    expect(answer()).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(answer()).toMatch(/\r\nconnection: close\r\n/i)
  })

  it('answers what is under way, and does not keep its connection for the next request', async () => {
    const [isAsked, mayAnswer] = [Promise.withResolvers<void>(), Promise.withResolvers<boolean>()]
    const { stopping, socket, answer } = await connected(() => {
      isAsked.resolve()
      return mayAnswer.promise
    })
    socket.write('GET /ready HTTP/1.1\r\nhost: here\r\n\r\n')
    await isAsked.promise
    const stopped = stopping.close()
    await until(() => !stopping.server.listening)
    mayAnswer.resolve(true)
    await Promise.all([once(socket, 'close'), stopped])
    expect(answer()).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  }, 20_000)
})
