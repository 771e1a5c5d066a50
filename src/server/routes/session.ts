/** Who is signed in, signing in and out, and the first run. These speak of a visitor and set cookies; all other routes speak of an actor. */
import type { AnswerIn, BodyOf, CodeOf, Endpoint } from '../../contract/endpoint.ts'
import type { CommonCode } from '../../contract/problem.ts'
import { type SessionView, getSession, setUp, signIn, signOut } from '../../contract/session.ts'
import { type Refusal, isRefusal } from '../../core/refusal.ts'
import type { Identity, Person, Visitor, WithCookies } from '../../identity/identity.ts'
import { type Permission, may, permissions } from '../../rules/permissions.ts'
import { choose } from '../session.ts'

export interface VisitorInput<E = Endpoint> {
  readonly visitor: Visitor
  /** The supplier that the request names. */
  readonly supplier: string | undefined
  readonly body: BodyOf<E>
}

export interface VisitorRoute {
  readonly endpoint: Endpoint
  readonly handle: (input: VisitorInput) => Promise<WithCookies<unknown> | Refusal>
}

function visitorRoute<E extends Endpoint>(
  endpoint: E,
  handle: (input: VisitorInput<E>) => Promise<WithCookies<AnswerIn<E>> | Refusal<CodeOf<E> | CommonCode>>,
): VisitorRoute {
  return { endpoint, handle: handle }
}

export function sessionRoutes(auth: Identity, version: string): readonly VisitorRoute[] {
  return [
    visitorRoute(getSession, async ({ visitor, supplier }) => {
      const { value: person, setCookies } = await auth.personOf(visitor)
      if (person) return { value: await signedIn(auth, version, person, supplier), setCookies }
      const state = (await auth.isFirstRun()) ? ('first-run' as const) : ('signed-out' as const)
      return { value: { state, version, person: null, supplier: null, suppliers: [] }, setCookies }
    }),
    visitorRoute(setUp, async ({ visitor, body }) => {
      const session = await auth.setUp(visitor, body)
      if (isRefusal(session)) return session
      return { ...session, value: await signedIn(auth, version, session.value, undefined) }
    }),
    visitorRoute(signIn, async ({ visitor, supplier, body }) => {
      const session = await auth.signIn(visitor, body)
      if (isRefusal(session)) return session
      return { ...session, value: await signedIn(auth, version, session.value, supplier) }
    }),
    visitorRoute(signOut, async ({ visitor }) => {
      const { setCookies } = await auth.signOut(visitor)
      return { value: { done: true as const }, setCookies }
    }),
  ]
}

/** A supplier that is not the person's any more must not keep them out: their first one is shown instead. */
async function signedIn(
  auth: Identity,
  version: string,
  person: Person,
  wanted: string | undefined,
): Promise<SessionView> {
  const memberships = await auth.membershipsOf(person.userId)
  const chosen = choose(memberships, wanted) ?? memberships[0]
  return {
    state: 'signed-in',
    version,
    person,
    supplier: chosen
      ? {
          ...chosen,
          permissions: (Object.keys(permissions) as Permission[]).filter((permission) =>
            may(chosen.role, permission),
          ),
        }
      : null,
    suppliers: memberships.map(({ supplierId, name }) => ({ supplierId, name })),
  }
}
