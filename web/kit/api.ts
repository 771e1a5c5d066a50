// Calls an endpoint of the contract: fills its path, sends its body, proves its answer. Must never accept an answer
// the contract doesn't describe, and never retries by itself.
import type { AnswerOf, BodyIn, Endpoint, ParamsIn, QueryIn } from '../../src/contract/endpoint.ts'

export type Callable = Endpoint

type Part<Key extends string, Value> = [Value] extends [undefined]
  ? { readonly [K in Key]?: undefined }
  : Partial<Value> extends Value
    ? { readonly [K in Key]?: Value }
    : { readonly [K in Key]: Value }

/** What an endpoint takes: `params`, `query` and `body`, each only where the contract has it. */
export type InputOf<E extends Callable> = Part<'params', ParamsIn<E>> &
  Part<'query', QueryIn<E>> &
  Part<'body', BodyIn<E>>

export type { AnswerOf }

export type CallOptions = {
  /** One per intention of the user: the same for a retry of the same press. Made new when left out. */
  idempotencyKey?: string | undefined
  signal?: AbortSignal | undefined
}

type Fields = readonly { path: string; message: string }[]

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function fieldsOf(value: unknown): Fields {
  if (!Array.isArray(value)) return []
  return value.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null || !('path' in one) || !('message' in one)) return []
    return [{ path: String(one.path), message: String(one.message) }]
  })
}

/** The server's no, in its own words. `code` is one of the endpoint's refusals, or a general one. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string | undefined
  readonly fields: Fields
  /** What the problem carried besides, for the few pages that read more; the contract says what. */
  readonly facts: Readonly<Record<string, unknown>>
  readonly requestId: string | undefined

  constructor(status: number, answer: unknown) {
    // Anything may stand between us and the server, so nothing is taken for granted about a failed answer.
    const given: Readonly<Record<string, unknown>> =
      typeof answer === 'object' && answer !== null ? { ...answer } : {}
    const title = textOf(given['title'])
    const detail = textOf(given['detail'])
    super(detail ?? title ?? `The server answered ${status}`)
    this.name = 'ApiProblem'
    this.status = status
    this.code = textOf(given['code']) ?? `http-${status}`
    this.title = title ?? ''
    this.detail = detail
    this.fields = fieldsOf(given['fields'])
    this.facts = typeof given['facts'] === 'object' && given['facts'] !== null ? { ...given['facts'] } : {}
    this.requestId = textOf(given['requestId'])
  }
}

/** No answer came: the request may or may not have arrived. */
export class Offline extends Error {
  constructor(cause: unknown) {
    super('The server could not be reached', { cause })
    this.name = 'Offline'
  }
}

/** An answer came that the contract doesn't describe: page and server are of different versions. */
export class UnreadableAnswer extends Error {
  constructor(endpoint: string, cause: unknown) {
    super(`The answer to ${endpoint} is not what the contract says`, { cause })
    this.name = 'UnreadableAnswer'
  }
}

/** Calls `endpoint`. Throws `ApiProblem`, `Offline`, `UnreadableAnswer`, or the signal's reason. */
export async function call<E extends Callable>(
  endpoint: E,
  input: InputOf<E>,
  options: CallOptions = {},
): Promise<AnswerOf<E>> {
  const headers = new Headers({ accept: 'application/json' })
  const init: RequestInit = {
    method: endpoint.method,
    headers,
    credentials: 'same-origin',
    signal: options.signal ?? null,
  }
  if (endpoint.method !== 'GET') headers.set('idempotency-key', options.idempotencyKey ?? newKey())
  if (input.body !== undefined) {
    headers.set('content-type', 'application/json')
    init.body = JSON.stringify(input.body)
  }
  let response: Response
  let text: string
  try {
    response = await fetch(urlOf(endpoint, input), init)
    text = await response.text()
  } catch (cause) {
    if (options.signal?.aborted === true) throw cause
    throw new Offline(cause)
  }
  const answer = parseJson(text)
  if (!response.ok) throw new ApiProblem(response.status, answer)
  const read = endpoint.answer.safeParse(answer)
  if (!read.success) throw new UnreadableAnswer(endpoint.name, read.error)
  return read.data as AnswerOf<E>
}

/** The address a call goes to, for downloads and images too. */
export function urlOf(
  endpoint: Callable,
  input: { readonly params?: unknown; readonly query?: unknown },
): string {
  const params = new Map<string, unknown>(Object.entries(input.params ?? {}))
  const path = endpoint.path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = params.get(name)
    if ((typeof value !== 'string' && typeof value !== 'number') || value === '')
      throw new Error(`${endpoint.name} needs ${name} in its path`)
    return encodeURIComponent(String(value))
  })
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(input.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one))
    }
  }
  const query = search.toString()
  return query === '' ? path : `${path}?${query}`
}

/** A fresh idempotency key: one per intention. */
export function newKey(): string {
  // randomUUID exists only in secure contexts, and a supplier may open the desk over plain HTTP on its own network.
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function parseJson(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
