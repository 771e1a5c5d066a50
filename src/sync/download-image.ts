/** Downloads one picture from an address that somebody else chose, within limits on time, size and redirections. */
import { type GuardedAgent, PrivateAddress } from './guarded-agent.ts'

export type Downloaded =
  | { readonly ok: true; readonly bytes: Buffer }
  /** `passing`: may work another time. */
  | { readonly ok: false; readonly reason: string; readonly passing: boolean }

const TIMEOUT_MS = 15_000
export const MOST_BYTES = 8 * 1024 * 1024
const MOST_REDIRECTS = 3

export async function downloadImage(
  address: string,
  { agent, signal }: { readonly agent: GuardedAgent; readonly signal: AbortSignal },
): Promise<Downloaded> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
  let url = address
  try {
    for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
      const step = await fetchOnce(url, agent, deadline)
      if (!('redirectedTo' in step)) return step
      url = new URL(step.redirectedTo, url).href
    }
    return lost(`Its address redirects more than ${MOST_REDIRECTS} times. Enter the final address in Cin7.`)
  } catch (error) {
    return failureOf(error, signal)
  }
}

async function fetchOnce(
  address: string,
  agent: GuardedAgent,
  signal: AbortSignal,
): Promise<Downloaded | { readonly redirectedTo: string }> {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    return lost('Its address is not one of the web (http or https). Enter another in Cin7.')
  }
  if (url.username !== '' || url.password !== '') {
    return lost('Its address carries a password. Enter one without in Cin7.')
  }
  const { request } = await import('undici')
  const answer = await request(url, {
    dispatcher: agent.dispatcherFor(url),
    signal,
    headers: { accept: 'image/*', 'user-agent': 'Purvey' },
  })
  const { statusCode: status, headers, body } = answer
  const location = headers['location']
  if ([301, 302, 303, 307, 308].includes(status) && typeof location === 'string') {
    await body.dump({ limit: 64 * 1024, signal })
    return { redirectedTo: location }
  }
  if (status !== 200) {
    await body.dump({ limit: 64 * 1024, signal })
    const passing = status >= 500 || status === 408 || status === 429
    return {
      ok: false,
      passing,
      reason: `Its server answered with ${status} instead of a picture.${passing ? '' : ' Check the picture in Cin7.'}`,
    }
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += (chunk as Buffer).length
    if (size > MOST_BYTES) {
      body.destroy()
      return lost('It is larger than 8 MB. Put a smaller one into Cin7.')
    }
    chunks.push(chunk as Buffer)
  }
  return { ok: true, bytes: Buffer.concat(chunks) }
}

function lost(reason: string): Downloaded {
  return { ok: false, reason, passing: false }
}

function failureOf(error: unknown, stopped: AbortSignal): Downloaded {
  const causes = error instanceof AggregateError ? error.errors : [error, (error as Error).cause]
  if (causes.some((cause) => cause instanceof PrivateAddress)) {
    return lost('Its address is inside a private network, which Purvey does not fetch from.')
  }
  if (stopped.aborted) return { ok: false, passing: true, reason: 'Purvey was stopped while fetching it.' }
  if ((error as Error).name === 'TimeoutError') {
    return { ok: false, passing: true, reason: 'Its server took longer than 15 seconds.' }
  }
  const code = (error as { code?: unknown }).code
  return {
    ok: false,
    passing: true,
    reason: `Its server could not be reached (${typeof code === 'string' ? code : (error as Error).message}).`,
  }
}
