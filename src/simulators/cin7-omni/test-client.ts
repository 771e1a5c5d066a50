// A plain client for the tests of this folder: real HTTP, no retries, nothing hidden. Only tests use it.

import { demoKey, demoUsername, startOmniSimulator } from './server.ts'
import type { OmniSimulator, SimulatorOptions } from './server.ts'

// Answers are somebody else's JSON; tests look at what they expect and fail on what is not there.
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any

export type Reply = { status: number; text: string; json: Json; headers: Headers }

export type TestClient = {
  simulator: OmniSimulator
  raw(method: string, path: string, body?: string, headers?: Record<string, string>): Promise<Reply>
  get(path: string, query?: Record<string, string>): Promise<Reply>
  post(path: string, body: unknown): Promise<Reply>
  put(path: string, body: unknown): Promise<Reply>
  remove(path: string): Promise<Reply>
  control(method: string, path: string, body?: unknown): Promise<Reply>
}

export const basic = (username: string, key: string): string =>
  `Basic ${Buffer.from(`${username}:${key}`).toString('base64')}`

function readJson(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export async function startTestClient(options: SimulatorOptions = {}): Promise<TestClient> {
  const simulator = await startOmniSimulator({ limits: 'off', ...options })
  const send = async (url: string, init: RequestInit): Promise<Reply> => {
    const response = await fetch(url, init)
    const text = await response.text()
    return { status: response.status, text, json: readJson(text), headers: response.headers }
  }
  const raw: TestClient['raw'] = (method, path, body, headers = {}) =>
    send(simulator.url + path, {
      method,
      headers: {
        authorization: basic(demoUsername, demoKey),
        'content-type': 'application/json',
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    })
  return {
    simulator,
    raw,
    get: (path, query = {}) =>
      raw('GET', `/v1/${path}${Object.keys(query).length > 0 ? `?${new URLSearchParams(query)}` : ''}`),
    post: (path, body) => raw('POST', `/v1/${path}`, JSON.stringify(body)),
    put: (path, body) => raw('PUT', `/v1/${path}`, JSON.stringify(body)),
    remove: (path) => raw('DELETE', `/v1/${path}`),
    control: (method, path, body) =>
      send(`${simulator.pageUrl}_control/${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  }
}
