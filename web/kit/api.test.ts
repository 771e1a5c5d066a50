// The client against a real HTTP server: what goes out, what is accepted, how each kind of failure shows.
import { createServer } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { defineEndpoint } from '../../src/contract/endpoint.ts'
import { ApiProblem, Offline, UnreadableAnswer, call, urlOf } from './api.ts'

const read = defineEndpoint({
  name: 'things.read',
  method: 'GET',
  path: '/api/things/:thingId',
  summary: 'One thing',
  who: 'anyone',
  params: z.object({ thingId: z.string() }),
  query: z.object({ q: z.string().optional(), tag: z.array(z.string()).optional() }),
  answer: z.object({ name: z.string() }),
  refusals: [],
})
const write = defineEndpoint({
  name: 'things.write',
  method: 'POST',
  path: '/api/things',
  summary: 'Makes a thing',
  who: 'anyone',
  body: z.object({ name: z.string() }),
  answer: z.object({ name: z.string() }),
  refusals: ['thing-exists'],
})

type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string }
let seen: Seen[] = []
let reply = { status: 200, body: '{"name":"Tea"}' }
let server: Server
const realFetch = globalThis.fetch

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body })
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  // A browser resolves addresses against its page; Node has no page.
  globalThis.fetch = (url, init) => realFetch(typeof url === 'string' ? base + url : url, init)
})
afterAll(() => {
  globalThis.fetch = realFetch
  server.close()
})
beforeEach(() => {
  seen = []
  reply = { status: 200, body: '{"name":"Tea"}' }
})

test('a path is filled and escaped, an empty query value is left out, a list repeats', () => {
  expect(urlOf(read, { params: { thingId: 'a/b c' }, query: { q: '', tag: ['x', 'y'] } })).toBe(
    '/api/things/a%2Fb%20c?tag=x&tag=y',
  )
  expect(() => urlOf(read, { params: {} })).toThrow('things.read needs thingId')
})

test('a read has no idempotency key, a write has the one that was given', async () => {
  await expect(call(read, { params: { thingId: '1' } })).resolves.toEqual({ name: 'Tea' })
  await call(write, { body: { name: 'Tea' } }, { idempotencyKey: 'press-1' })
  await call(write, { body: { name: 'Tea' } })
  expect(seen[0]!.headers['idempotency-key']).toBeUndefined()
  expect(seen[1]).toMatchObject({ method: 'POST', body: '{"name":"Tea"}' })
  expect(seen[1]!.headers['idempotency-key']).toBe('press-1')
  expect(seen[2]!.headers['idempotency-key']).toMatch(/^[0-9a-f-]{32,36}$/)
})

test('a refusal keeps the code, the sentence and the fields', async () => {
  const fields = [{ path: 'name', message: 'There is a Tea already.' }]
  reply = {
    status: 409,
    body: JSON.stringify({
      title: 'Exists',
      status: 409,
      code: 'thing-exists',
      detail: 'Choose another name.',
      fields,
    }),
  }
  const problem = await call(write, { body: { name: 'Tea' } }).catch((error: unknown) => error)
  expect(problem).toBeInstanceOf(ApiProblem)
  expect(problem).toMatchObject({
    status: 409,
    code: 'thing-exists',
    message: 'Choose another name.',
    fields,
  })
})

test('a failure that is not problem+json is still a problem, and a gateway page is not taken for an answer', async () => {
  reply = { status: 502, body: '<html>Bad gateway</html>' }
  await expect(call(read, { params: { thingId: '1' } })).rejects.toMatchObject({
    status: 502,
    code: 'http-502',
  })
  reply = { status: 200, body: '<html>Sign in to the Wi-Fi</html>' }
  await expect(call(read, { params: { thingId: '1' } })).rejects.toBeInstanceOf(UnreadableAnswer)
})

test('an answer that the contract does not describe is refused', async () => {
  reply = { status: 200, body: '{"name":7}' }
  await expect(call(read, { params: { thingId: '1' } })).rejects.toBeInstanceOf(UnreadableAnswer)
})

test('no answer is Offline, but an aborted call is not', async () => {
  const given = AbortSignal.abort()
  await expect(call(read, { params: { thingId: '1' } }, { signal: given })).rejects.not.toBeInstanceOf(
    Offline,
  )
  const working = globalThis.fetch
  globalThis.fetch = (_url, init) => realFetch('http://127.0.0.1:1/', init)
  await expect(call(read, { params: { thingId: '1' } })).rejects.toBeInstanceOf(Offline)
  globalThis.fetch = working
})
