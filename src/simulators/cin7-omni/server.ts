// Starts the simulated Cin7 Omni: an HTTP server with the API (/api/v1 and /v1), the warehouse page (/), its control API
// (/_control) and the products' pictures (/images). It listens where it is told and knows nothing of any client.

import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Account } from './account.ts'
import type { ConnectionSeed } from './account.ts'
import { accountHandle } from './account-handle.ts'
import type { AccountHandle } from './account-handle.ts'
import { answerApi, apiSegments, BodyTooLarge, decoded, readBody } from './api-http.ts'
import { control } from './control.ts'
import { documentedLimits } from './limits.ts'
import type { Limits } from './limits.ts'
import { answerPage, openEvents } from './page-http.ts'
import { answerPicture } from './pictures.ts'
import { seedAccount } from './seed-account.ts'
import type { CustomSeed } from './seeds/seed.ts'
import { openStateFile } from './state-file.ts'
import { isRecord } from './wire-values.ts'

export type AccountSeed = {
  apiUsername: string
  /** Default: one connection named Purvey with the key in `demoKey`. */
  connections?: ConnectionSeed[]
  /** Default: demo. */
  seed?: 'demo' | 'large' | 'empty' | CustomSeed
}

export type SimulatorOptions = {
  /** Default 127.0.0.1. */
  host?: string
  /** Default 0: any free port. */
  port?: number
  /** Default: one demo account, `DemoSupplierNZ` with the key in `demoKey`. */
  accounts?: AccountSeed[]
  /** What changed since the seed is kept here and read at the next start. */
  stateFile?: string
  /** Default: the documented 3 per second, 60 per minute, 5,000 per day. */
  limits?: Limits | 'off'
  /** Milliseconds since the epoch; default the system clock. */
  clock?: () => number
  log?: (line: string) => void
}

export type OmniSimulator = {
  /** Base address of the API up to and including `/api`. */
  url: string
  /** Address of the warehouse page. */
  pageUrl: string
  close(): Promise<void>
  /** The first account when no name is given. */
  account(apiUsername?: string): AccountHandle
}

/** Made up and public: they open nothing but the simulator. */
export const demoUsername = 'DemoSupplierNZ'
export const demoKey = 'demo-0f6c1b7e9a2d4c58b3e1'

const demoAccount: AccountSeed = { apiUsername: demoUsername, seed: 'demo' }

function makeAccount(seed: AccountSeed, options: SimulatorOptions): Account {
  return seedAccount(seed.seed ?? 'demo', {
    apiUsername: seed.apiUsername,
    connections: seed.connections ?? [{ name: 'Purvey', key: demoKey }],
    limits: options.limits ?? documentedLimits,
    now: options.clock ?? Date.now,
  })
}

function originOf(request: IncomingMessage, fallback: string): string {
  const { host } = request.headers
  return host && /^[\w.:[\]-]+$/.test(host) ? `http://${host}` : fallback
}

async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  accounts: Map<string, Account>,
  origin: string,
) {
  const url = new URL(request.url ?? '/', 'http://simulator')
  const segments = url.pathname.split('/').slice(2).filter(Boolean).map(decoded)
  const method = request.method ?? 'GET'
  // A JSON content type on writes keeps other web pages in the same browser from steering the simulator unseen.
  const text = await readBody(request)
  const writing = method !== 'GET'
  if (writing && !/^application\/json/i.test(request.headers['content-type'] ?? '')) {
    sendJson(response, 415, { error: 'Send content-type application/json.' })
    return
  }
  if (segments[0] === 'events') {
    openEvents(request, response, accounts)
    return
  }
  let body: unknown
  try {
    body = text ? JSON.parse(text) : {}
  } catch {
    sendJson(response, 400, { error: 'The body is not JSON.' })
    return
  }
  if (!isRecord(body)) {
    sendJson(response, 400, { error: 'The body must be one JSON object.' })
    return
  }
  const answer = control({ accounts, method, segments, query: url.searchParams, body, origin })
  sendJson(response, answer.status, answer.body)
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  })
  response.end(JSON.stringify(body))
}

/** The target may be a whole address (HTTP/1.1): a client whose host is fixed sends it so when the simulator is its proxy. */
function withoutHost(target: string): string {
  const rest = target.replace(/^https?:\/\/[^/?]*/i, '')
  return rest.startsWith('/') ? rest : `/${rest}`
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  accounts: Map<string, Account>,
  fallback: string,
): Promise<void> {
  request.url = withoutHost(request.url ?? '/')
  const path = request.url.split('?')[0] ?? '/'
  const origin = originOf(request, fallback)
  const segments = apiSegments(path)
  if (segments) return answerApi({ request, response, segments, accounts, origin })
  if (path.startsWith('/_control/')) return answerControl(request, response, accounts, origin)
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD', 'content-type': 'text/plain; charset=utf-8' })
    response.end('There is nothing here to change.')
    return
  }
  if (path.startsWith('/images/')) return answerPicture(path, response, accounts)
  return answerPage(path, response)
}

export async function startOmniSimulator(options: SimulatorOptions = {}): Promise<OmniSimulator> {
  const host = options.host ?? '127.0.0.1'
  const accounts = new Map(
    (options.accounts ?? [demoAccount]).map((seed) => [seed.apiUsername, makeAccount(seed, options)]),
  )
  const state =
    options.stateFile === undefined ? null : await openStateFile(options.stateFile, [...accounts.values()])
  let fallback = ''
  // Room for the longest query string that the switch longestQuery can ask for.
  const server = createServer({ maxHeaderSize: 128 * 1024 }, (request, response) => {
    answer(request, response, accounts, fallback).catch((error: unknown) => {
      options.log?.(`${request.method ?? ''} ${request.url ?? ''} failed: ${String(error)}`)
      if (!response.headersSent && error instanceof BodyTooLarge)
        sendJson(response, 413, { error: error.message })
      else if (!response.headersSent)
        sendJson(response, 500, { error: 'The simulator failed on this request.' })
      else response.destroy()
    })
  })
  // Held connections must outlive a client's patience, so that "hang" really hangs.
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  fallback = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
    state?.close()
  }
  return {
    url: `${fallback}/api`,
    pageUrl: `${fallback}/`,
    close,
    account: (name) => {
      const account = name === undefined ? [...accounts.values()][0] : accounts.get(name)
      if (!account) throw new RangeError(`The simulator has no account ${name ?? '(first)'}.`)
      return accountHandle(account)
    },
  }
}
