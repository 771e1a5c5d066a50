// Carries API requests between the socket and exchange.ts, including the endings no web framework offers: a reset, an answer
// that never comes, a body broken off half way.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Account } from './account.ts'
import { errorAnswer } from './answers.ts'
import type { Answer } from './answers.ts'
import { exchange } from './exchange.ts'
import type { ApiRequest } from './exchange.ts'

/** Larger bodies are refused; 250 orders of 1,000 lines fit (the real limit is unknown). */
const mostBodyBytes = 256 * 1024 * 1024
const keptBody = 4000

export class BodyTooLarge extends Error {}

export async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  if (Number(request.headers['content-length'] ?? 0) > mostBodyBytes)
    throw new BodyTooLarge('The body is too large.')
  for await (const part of request) {
    const chunk = part as Buffer
    size += chunk.length
    if (size > mostBodyBytes) throw new BodyTooLarge('The body is too large.')
    parts.push(chunk)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** The segments behind /api/v1/ or /v1/, or null when the path is not the API's. Trailing slashes are tolerated (live). */
export function apiSegments(path: string): string[] | null {
  // BomMasters alone has a second version (spec).
  const match = /^\/(?:api\/)?(?:v1\/+(.*)|v2\/+(BomMasters.*))$/i.exec(path)
  if (!match) return null
  return (match[1] ?? match[2] ?? '')
    .split('/')
    .filter((segment) => segment !== '')
    .map(decoded)
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Parameter names in any case; the first of a name counts. A `+` is a blank, as ASP.NET reads queries. */
function readQuery(search: string): Map<string, string> {
  const query = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(search)) {
    if (!query.has(name.toLowerCase())) query.set(name.toLowerCase(), value)
  }
  return query
}

function credentials(header: string | undefined): { username: string; password: string } {
  const match = /^basic\s+(.+)$/i.exec(header ?? '')
  const text = match?.[1] ? Buffer.from(match[1], 'base64').toString('utf8') : ''
  const colon = text.indexOf(':')
  return colon < 0
    ? { username: '', password: '' }
    : { username: text.slice(0, colon), password: text.slice(colon + 1) }
}

function send(response: ServerResponse, answer: Answer): void {
  const { socket } = response
  if (answer.ending === 'hang') return
  if (answer.ending === 'reset') {
    socket?.resetAndDestroy()
    return
  }
  const body = Buffer.from(answer.text, 'utf8')
  response.writeHead(answer.status, {
    'content-type': answer.contentType,
    'content-length': body.length,
    ...answer.headers,
  })
  if (answer.ending === 'cut')
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => socket?.destroy())
  else response.end(body)
}

export async function answerApi(options: {
  request: IncomingMessage
  response: ServerResponse
  segments: string[]
  accounts: Map<string, Account>
  origin: string
}): Promise<void> {
  const { request, response, accounts } = options
  const startedMs = performance.now()
  const url = new URL(request.url ?? '/', 'http://simulator')
  const login = credentials(request.headers.authorization)
  const account = accounts.get(login.username)
  let body: string
  try {
    body = await readBody(request)
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) throw error
    send(response, { ...errorAnswer(account, 413), headers: { connection: 'close' } })
    return
  }
  const apiRequest: ApiRequest = {
    method: request.method ?? 'GET',
    segments: options.segments,
    query: readQuery(url.search),
    queryLength: url.search.length - 1,
    body,
    contentType: request.headers['content-type'] ?? '',
    ...login,
    origin: options.origin,
  }
  let answer: Answer
  try {
    answer = await exchange(account, apiRequest, async (ms) => {
      if (ms > 0) await wait(ms, undefined, { ref: false })
    })
  } catch (error) {
    // A bug of ours must look like one, and be heard of.
    process.stderr.write(
      `Simulator failed on ${apiRequest.method} ${request.url}: ${String(error instanceof Error ? error.stack : error)}\n`,
    )
    answer = errorAnswer(account, 500)
  }
  // No delay keeps a stopping server alive.
  if (answer.waitMs > 0) await wait(answer.waitMs, undefined, { ref: false })
  account?.logCall({
    at: new Date(account.now()).toISOString(),
    method: apiRequest.method,
    path: url.pathname,
    query: decoded(url.search.slice(1).replaceAll('+', ' ')),
    status: answer.ending === 'send' || answer.ending === 'cut' ? answer.status : 0,
    keyName: answer.keyName,
    ms: Math.round(performance.now() - startedMs),
    faults: answer.faults.join(', '),
    body: apiRequest.body.slice(0, keptBody),
  })
  if (!response.destroyed) send(response, answer)
}
