/**
 * Calls Cin7 Omni for the adapter: address, sign-in, JSON, the shared call budget, and careful repeats of reads. It knows no
 * business and must never send a write a second time.
 */
import { type Clock, pause } from '../../core/clock.ts'
import { mayBeUnstorable, storable } from '../../core/storable.ts'
import type { ErpContext, ErpFailure, ErpResult } from '../port.ts'
import {
  badSettings,
  type Exchange,
  failureOfAnswer,
  failureOfBroken,
  failureOfUnreadable,
  type OmniCall,
} from './failures.ts'
import type { OmniSettings } from './settings.ts'
import { exchange, openAgents } from './transport.ts'
import { queryString } from './where.ts'

/** What every part of the adapter works with. */
export interface Omni {
  readonly client: OmniClient
  readonly settings: OmniSettings
  readonly clock: Clock
}

export interface OmniClient {
  /** Reads JSON. Repeats a bounded number of times after 429, 5xx and broken connections, each time with the budget's leave. */
  read(context: ErpContext, call: Omit<OmniCall, 'method' | 'body'>): Promise<ErpResult<unknown>>
  /** Sends records, each as JSON, as one array, once. */
  create(
    context: ErpContext,
    resource: string,
    query: OmniCall['query'],
    records: readonly string[],
  ): Promise<ErpResult<unknown>>
}

export function openOmniClient(settings: OmniSettings, clock: Clock): OmniClient {
  const agents = openAgents(settings)

  async function once(context: ErpContext, call: OmniCall, target: Target): Promise<ErpResult<unknown>> {
    const leave = await context.reserve({ purpose: context.purpose, method: call.method, path: call.path })
    if (!leave.ok) return leave
    const startedMs = performance.now()
    const seen = await exchange(agents, settings, {
      url: target.url,
      method: call.method,
      headers: {
        authorization: target.authorization,
        accept: 'application/json',
        'user-agent': 'Purvey',
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: call.body,
      signal: context.signal,
      onAnswered: leave.answered,
    })
    const result = resultOf(call, seen, retryAfterMs(seen, settings, clock))
    context.observe({
      purpose: context.purpose,
      method: call.method,
      path: target.shown,
      status: seen.status,
      outcome: result.ok ? 'ok' : result.kind,
      durationMs: Math.round(performance.now() - startedMs),
      request: call.body === undefined ? undefined : observed(call.body, context, settings),
      response: seen.kind === 'answer' ? observed(seen.text, context, settings) : seen.detail,
    })
    return result
  }

  async function read(
    context: ErpContext,
    call: Omit<OmniCall, 'method' | 'body'>,
  ): Promise<ErpResult<unknown>> {
    const get: OmniCall = { ...call, method: 'GET' }
    const target = targetOf(context, get)
    if (!target.ok) return target
    let limited = 0
    for (let attempt = 1; ; attempt += 1) {
      const result = await once(context, get, target.value)
      if (result.ok) return result
      if (result.code === 'rate-limited') limited += 1
      const waitMs = waitBefore(result, attempt, limited, settings, clock)
      if (waitMs === undefined || context.signal?.aborted) return result
      if (attempt >= settings.readAttempts || waitMs > settings.longestWaitInCallMs) {
        return result.kind === 'busy' ? { ...result, waitMs } : result
      }
      await pause(waitMs, context.signal)
    }
  }

  async function create(
    context: ErpContext,
    resource: string,
    query: OmniCall['query'],
    records: readonly string[],
  ): Promise<ErpResult<unknown>> {
    const call: OmniCall = {
      method: 'POST',
      resource,
      path: `/v1/${resource}`,
      body: `[${records.join(',')}]`,
      ...(query ? { query } : {}),
    }
    const target = targetOf(context, call)
    if (!target.ok) return target
    const result = await once(context, call, target.value)
    if (result.ok || result.code !== 'rate-limited' || result.waitMs !== undefined) return result
    return { ...result, waitMs: settings.rateLimitedWaitMs }
  }

  return { read, create }
}

interface Target {
  readonly url: URL
  readonly authorization: string
  /** Path with query, decoded for reading. */
  readonly shown: string
}

function targetOf(context: ErpContext, call: OmniCall): ErpResult<Target> {
  const { username, key } = context
  if (username.trim() === '' || key.trim() === '') {
    return badSettings(
      'key-missing',
      'The Cin7 username or key is missing. Paste both from Cin7 under Settings › Integrations & API › API v1.',
    )
  }
  if (username.includes(':')) {
    return badSettings(
      'key-missing',
      'The Cin7 username holds a colon, which no API username has. Paste it again from Cin7.',
    )
  }
  const query = call.query ? queryString(call.query) : ''
  // The version belongs to the call, so an address that already ends with it is taken without it.
  const base = context.url.trim().replace(/\/+$/, '').replace(/\/v1$/i, '')
  const text = `${base}${call.path}${query === '' ? '' : `?${query}`}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    return badSettings(
      'bad-address',
      `“${context.url}” is not a web address that can be called. Cin7's own is https://api.cin7.com/api.`,
    )
  }
  const shown = `${url.pathname}${query === '' ? '' : `?${decodeURIComponent(query)}`}`
  const authorization = `Basic ${Buffer.from(`${username}:${key}`, 'utf8').toString('base64')}`
  return { ok: true, value: { url, authorization, shown } }
}

function resultOf(call: OmniCall, seen: Exchange, waitMs: number | undefined): ErpResult<unknown> {
  if (seen.kind === 'broken') return failureOfBroken(call, seen)
  const { status, text } = seen
  if (status === 404 && call.mayBeMissing && !text.trimStart().startsWith('<'))
    return { ok: true, value: undefined }
  if (status < 200 || status > 299) return failureOfAnswer(call, seen, waitMs)
  try {
    // Judged by its content: one live gateway labels JSON as text, and HTML does not parse.
    const value = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
    // Here, before anything is mapped: one tracking code with a NUL in it must not keep a page from being stored.
    return { ok: true, value: mayBeUnstorable(text) ? storable(value) : value }
  } catch {
    return failureOfUnreadable(call, text)
  }
}

/** Retry-After in seconds or as a date, when present and sane (contradictory evidence: one client relies on it, one distrusts it). */
function retryAfterMs(seen: Exchange, settings: OmniSettings, clock: Clock): number | undefined {
  if (seen.kind !== 'answer' || seen.retryAfter === undefined) return undefined
  const text = seen.retryAfter.trim()
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - clock.now().getTime()
  return ms >= 0 && ms <= settings.saneRetryAfterMs ? Math.min(ms, settings.longestRetryAfterMs) : undefined
}

/** How long to wait before a read is tried again, or undefined when it should not be. */
function waitBefore(
  failure: ErpFailure,
  attempt: number,
  limited: number,
  settings: OmniSettings,
  clock: Clock,
): number | undefined {
  if (failure.code === 'rate-limited') {
    if (failure.waitMs !== undefined) return failure.waitMs
    return limited === 1 ? settings.rateLimitedWaitMs : untilNextMinuteMs(clock)
  }
  if (failure.kind !== 'unreachable') return undefined
  // Repeating what took too long or was too long would only take as long again.
  if (
    failure.code === 'timed-out' ||
    failure.code === 'answer-too-large' ||
    failure.code === 'bad-certificate'
  )
    return undefined
  const planned = settings.readRetryWaitsMs[attempt - 1] ?? settings.readRetryWaitsMs.at(-1) ?? 0
  return Math.max(planned, failure.waitMs ?? 0)
}

function untilNextMinuteMs(clock: Clock): number {
  return 60_000 - (clock.now().getTime() % 60_000) + 250
}

function observed(text: string, context: ErpContext, settings: OmniSettings): string {
  // Cut a little later than wanted, so that a key across the cut is still found whole.
  const clean = text
    .slice(0, settings.maxObservedChars + context.key.length)
    .replaceAll(context.key, '[removed]')
  if (text.length <= settings.maxObservedChars) return clean
  return `${clean.slice(0, settings.maxObservedChars)} … (${text.length} characters)`
}
