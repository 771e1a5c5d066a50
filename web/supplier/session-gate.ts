// Who may see what at the door: sends people to the set-up, the sign-in or the desk before a page loads. Runs before
// any page, so it must load no page.
import type { QueryClient } from '@tanstack/react-query'
import { redirect } from '@tanstack/react-router'
import { getSession } from '../../src/contract/session.ts'
import type { SessionView } from '../../src/contract/session.ts'
import { call } from '../kit/api.ts'

/** The key under which `useEndpoint(getSession, {})` keeps the session. */
export const sessionKey = [getSession.name, {}] as const

function loadSession(client: QueryClient): Promise<SessionView> {
  return client.fetchQuery({
    queryKey: sessionKey,
    queryFn: ({ signal }) => call(getSession, {}, { signal }),
    staleTime: 60_000,
  })
}

/** For the desk: only those signed in pass. `here` is where they wanted to go. */
export async function requireSession(client: QueryClient, here: string): Promise<void> {
  const { state, supplier } = await loadSession(client)
  if (state === 'first-run') throw redirect({ to: '/set-up' })
  if (state === 'signed-out' || supplier === null) {
    throw redirect({ to: '/sign-in', search: here === '/' ? {} : { back: here } })
  }
}

/** For the set-up page: only an installation that nobody has set up yet. */
export async function requireFirstRun(client: QueryClient): Promise<void> {
  const { state } = await loadSession(client)
  if (state !== 'first-run') throw redirect({ to: '/' })
}

/** For the sign-in page: nothing to do there for those who are in, or where nobody can sign in yet. */
export async function requireSignedOut(client: QueryClient, back: string | undefined): Promise<void> {
  const { state } = await loadSession(client)
  if (state === 'first-run') throw redirect({ to: '/set-up' })
  if (state === 'signed-in') throw redirect({ href: back ?? '/' })
}
