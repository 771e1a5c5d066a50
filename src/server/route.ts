/** How a route is written: an endpoint of the contract and a handler in our words. No framework, no SQL. */
import type { AnswerIn, BodyOf, CodeOf, Endpoint, ParamsOf, QueryOf } from '../contract/endpoint.ts'
import type { CommonCode } from '../contract/problem.ts'
import type { SupplierId, UserId } from '../core/ids.ts'
import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Refusal } from '../core/refusal.ts'
import type { ErpDoor } from '../connections/erp-door.ts'
import type { Db } from '../db/transact.ts'
import type { JobQueue } from '../jobs/queue.ts'
import type { Role } from '../rules/permissions.ts'

/** Who asks, for a supplier. */
export interface Actor {
  readonly userId: UserId
  readonly name: string
  readonly supplierId: SupplierId
  readonly role: Role
}

/** What every handler may use. */
export interface Services {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly jobs: JobQueue
  readonly erp: ErpDoor
  /** Where people reach this installation, without a slash at the end; empty until the port is known that it listens on. */
  readonly publicUrl: string
}

export interface RouteInput<E, A = Actor> {
  readonly params: ParamsOf<E>
  readonly query: QueryOf<E>
  readonly body: BodyOf<E>
  readonly actor: A
  readonly signal: AbortSignal
}

export interface Route {
  readonly endpoint: Endpoint
  readonly handle: (services: Services, input: RouteInput<Endpoint>) => Promise<unknown>
}

/** Joins an endpoint with its handler; the handler's refusals must be among the endpoint's codes. */
export function route<E extends Endpoint>(
  endpoint: E,
  handle: (
    services: Services,
    input: RouteInput<E>,
  ) => Promise<AnswerIn<E> | Refusal<CodeOf<E> | CommonCode>>,
): Route {
  return { endpoint, handle }
}
