/** From a request to the actor: cookie → person → membership → what the endpoint demands. No handler runs before it has said yes. */
import type { FastifyRequest } from 'fastify'
import type { Endpoint } from '../contract/endpoint.ts'
import type { CommonCode } from '../contract/problem.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import type { Identity, Person, Visitor } from '../identity/identity.ts'
import type { Membership } from '../identity/people-store.ts'
import { may, permissions } from '../rules/permissions.ts'
import type { Actor } from './route.ts'

/** Chooses among the suppliers of a person who has several. */
export const SUPPLIER_HEADER = 'purvey-supplier'

export interface Asker {
  readonly visitor: Visitor
  readonly person: Person | undefined
  /** Absent where nobody has to be signed in, and for a person without a supplier. */
  readonly actor: Actor | undefined
  /** The session was prolonged: pass these on. */
  readonly setCookies: readonly string[]
}

export function visitorOf(request: FastifyRequest): Visitor {
  return { cookie: request.headers.cookie, ip: request.ip, userAgent: request.headers['user-agent'] }
}

/** The supplier that a request's header names, if it does. */
export function chosenSupplier(request: FastifyRequest): string | undefined {
  const value = request.headers[SUPPLIER_HEADER]
  return typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined
}

/**
 * Who asks, when they may; otherwise why not. `anyone` is let through without a look at the cookie. `wanted` is the supplier
 * that the request names; only one that the person belongs to is taken.
 */
export async function admit(
  identity: Identity,
  request: FastifyRequest,
  { who, wanted }: { readonly who: Endpoint['who']; readonly wanted: string | undefined },
): Promise<Asker | Refusal<CommonCode>> {
  const visitor = visitorOf(request)
  if (who === 'anyone') return { visitor, person: undefined, actor: undefined, setCookies: [] }
  const { value: person, setCookies } = await identity.personOf(visitor)
  if (!person)
    return refuse('not-signed-in', 'You are not signed in, or your session has ended. Sign in again.')
  const memberships = await identity.membershipsOf(person.userId)
  const membership = choose(memberships, wanted)
  if (!membership) {
    return refuse(
      'not-allowed',
      memberships.length === 0
        ? 'You belong to no supplier. Ask an owner to add you.'
        : 'You do not belong to the supplier that was asked for. Choose one of yours.',
    )
  }
  if (who !== 'signed-in' && !may(membership.role, who)) {
    return refuse(
      'not-allowed',
      `As ${membership.role} you may not do this (${who}). It takes ${permissions[who].join(' or ')}.`,
    )
  }
  const { supplierId, role } = membership
  return {
    visitor,
    person,
    actor: { userId: person.userId, name: person.name, supplierId, role },
    setCookies,
  }
}

/** The membership asked for, or the first when none is. */
export function choose(
  memberships: readonly Membership[],
  wanted: string | undefined,
): Membership | undefined {
  return wanted === undefined ? memberships[0] : memberships.find((one) => one.supplierId === wanted)
}
