/**
 * One HTTP exchange with Cin7: sends once, reads a bounded answer within its deadlines, and tells whether the request can
 * have left this machine. It must never retry, follow a redirection or throw for anything the network does.
 */
import type { Agent, Dispatcher } from 'undici'
import type { Exchange } from './failures.ts'
import type { OmniSettings } from './settings.ts'

export interface Outgoing {
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Told once: as the answer begins, or when none will come. */
  readonly onAnswered?: (() => void) | undefined
}

/** The HTTP library is loaded for the first call: the product starts faster without it. */
const loadUndici = () => import('undici')

/** Connections to Cin7, opened when the first call needs one and kept for the next. */
export type Agents = () => Promise<Agent>

export function openAgents(settings: OmniSettings): Agents {
  let agent: Promise<Agent> | undefined
  return () => (agent ??= openAgent(settings))
}

async function openAgent(settings: OmniSettings): Promise<Agent> {
  const { Agent } = await loadUndici()
  return new Agent({
    connections: settings.connections,
    pipelining: 1,
    keepAliveTimeout: settings.keepAliveMs,
    keepAliveMaxTimeout: settings.keepAliveMs,
    connect: { timeout: settings.connectTimeoutMs },
    headersTimeout: settings.headersTimeoutMs,
    bodyTimeout: settings.bodyTimeoutMs,
    // One request per connection: HTTP/2 streams may be replayed by the library after GOAWAY, and a write must go out once.
    allowH2: false,
  })
}

class Stop extends Error {
  readonly why: 'timed-out' | 'stopped' | 'too-large'
  constructor(why: 'timed-out' | 'stopped' | 'too-large') {
    super(why)
    this.why = why
  }
}

/** Sends the request once and reads the answer. */
export async function exchange(agents: Agents, settings: OmniSettings, out: Outgoing): Promise<Exchange> {
  let sent = false
  let status: number | undefined
  const controller = new AbortController()
  const stop = (why: Stop['why']) => (): void => controller.abort(new Stop(why))
  const timers = [setTimeout(stop('timed-out'), settings.totalTimeoutMs)]
  const stopped = stop('stopped')
  if (out.signal?.aborted) stopped()
  out.signal?.addEventListener('abort', stopped, { once: true })
  try {
    const { fetch } = await loadUndici()
    const watch = watchSending(await agents(), () => {
      sent = true
    })
    controller.signal.throwIfAborted()
    const response = await fetch(out.url, {
      method: out.method,
      headers: out.headers,
      body: out.body ?? null,
      redirect: 'manual',
      signal: controller.signal,
      dispatcher: watch,
    })
    status = response.status
    out.onAnswered?.()
    timers.push(setTimeout(stop('timed-out'), settings.bodyTimeoutMs))
    const text = await readText(response.body, settings.maxAnswerBytes)
    return {
      kind: 'answer',
      status,
      contentType: response.headers.get('content-type') ?? '',
      retryAfter: response.headers.get('retry-after') ?? undefined,
      location: response.headers.get('location') ?? undefined,
      text,
    }
  } catch (error) {
    const reason: unknown = controller.signal.aborted ? controller.signal.reason : error
    controller.abort(reason)
    if (status === undefined) out.onAnswered?.()
    return { kind: 'broken', sent, status, ...whatBroke(reason) }
  } finally {
    for (const timer of timers) clearTimeout(timer)
    out.signal?.removeEventListener('abort', stopped)
  }
}

/**
 * A dispatcher that reports the moment at which the request is put on an open connection: an error before it is certain not to
 * have reached Cin7. A second dispatch (fetch repeats a request after 421) is refused, so that one call is one request.
 */
function watchSending(agent: Agent, onSend: () => void): Dispatcher {
  let used = false
  return agent.compose((dispatch) => (options, handler) => {
    if (used) throw new Error('The request must not be sent twice')
    used = true
    const watched = Object.create(handler) as Dispatcher.DispatchHandler
    watched.onRequestStart = (controller, context) => {
      onSend()
      handler.onRequestStart?.call(watched, controller, context)
    }
    return dispatch(options, watched)
  })
}

async function readText(body: AsyncIterable<Uint8Array> | null, maxBytes: number): Promise<string> {
  if (!body) return ''
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw new Stop('too-large')
    chunks.push(chunk)
  }
  const text = new TextDecoder().decode(Buffer.concat(chunks))
  return text
}

type Broken = Pick<Extract<Exchange, { kind: 'broken' }>, 'why' | 'detail'>

function whatBroke(reason: unknown): Broken {
  if (reason instanceof Stop) return { why: reason.why, detail: reason.why }
  const codes = codesOf(reason)
  const has = (pattern: RegExp): boolean => codes.some((code) => pattern.test(code))
  const detail = codes[0] ?? (reason instanceof Error ? reason.message : String(reason))
  if (has(/^(UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT|UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/))
    return { why: 'timed-out', detail }
  if (has(/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/)) return { why: 'bad-certificate', detail }
  if (has(/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/))
    return { why: 'no-connection', detail }
  return { why: 'cut-off', detail }
}

/** The error codes of an error, its causes and its parts, outermost cause first. */
function codesOf(reason: unknown, depth = 0): string[] {
  if (!(reason instanceof Error) || depth > 5) return []
  const { code } = reason as { code?: unknown }
  const parts =
    reason instanceof AggregateError ? reason.errors.flatMap((part) => codesOf(part, depth + 1)) : []
  return [...(typeof code === 'string' ? [code] : []), ...parts, ...codesOf(reason.cause, depth + 1)]
}
