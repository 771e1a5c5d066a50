/**
 * Mounts endpoints of the contract. Their order of events: is this our own page · may this person · does it fit the contract ·
 * the handler · does the answer fit the contract.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Endpoint } from '../contract/endpoint.ts'
import { type Refusal, isRefusal, refuse } from '../core/refusal.ts'
import type { Identity } from '../identity/identity.ts'
import { type Answered, answerOnce } from './idempotency.ts'
import { describeEndpoint } from './openapi.ts'
import { problemOf, sendProblem } from './problems.ts'
import type { Actor, Route, RouteInput, Services } from './route.ts'
import type { VisitorRoute } from './routes/session.ts'
import { type Asker, admit, chosenSupplier } from './session.ts'

export interface Mounting {
  readonly app: FastifyInstance
  readonly services: Services
  readonly auth: Identity
}

/** Mounts a route whose handler speaks of an actor. */
export function mountRoute(mounting: Mounting, route: Route): void {
  mount(mounting, route.endpoint, async (request, reply) => {
    const outcome = await carryOut(mounting.services, route, { request, reply })
    if (isRefusal(outcome)) return sendRefusal(request, reply, outcome)
    if (outcome.replayed) void reply.header('idempotent-replay', 'true')
    // A stored refusal quotes the request that was refused.
    if (outcome.status >= 400) return sendProblem(reply, outcome.body as Parameters<typeof sendProblem>[1])
    return reply.code(outcome.status).send(outcome.body)
  })
}

/** Mounts a route that is about the visitor: its cookies, its address. */
export function mountVisitorRoute(mounting: Mounting, route: VisitorRoute): void {
  mount(mounting, route.endpoint, async (request, reply) => {
    const { visitor } = askerOf(request)
    const outcome = await route.handle({ visitor, supplier: chosenSupplier(request), body: request.body })
    if (isRefusal(outcome)) return sendRefusal(request, reply, outcome)
    addCookies(reply, outcome.setCookies)
    return reply.send(outcome.value)
  })
}

function mount(
  { app, auth }: Mounting,
  endpoint: Endpoint,
  handler: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
): void {
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    config: { endpointName: endpoint.name },
    schema: describeEndpoint(endpoint),
    onRequest: async (request, reply) => {
      const asker = await admit(auth, request, { who: endpoint.who, wanted: chosenSupplier(request) })
      if (isRefusal(asker)) return sendRefusal(request, reply, asker)
      request.asker = asker
      addCookies(reply, asker.setCookies)
    },
    handler,
  })
}

/**
 * Aborts when the asker hangs up. Fastify's own signal does not serve: it aborts as soon as a request's body has been read,
 * because Node then closes the incoming message.
 */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  return gone.signal
}

async function carryOut(
  services: Services,
  route: Route,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<Answered | Refusal> {
  const { actor } = askerOf(request)
  // Routes for `anyone` do not look at the actor.
  const input = {
    params: request.params,
    query: request.query,
    body: request.body,
    actor: actor as Actor,
    signal: goneSignal(reply),
  } as RouteInput<Endpoint>
  const key = route.endpoint.method === 'GET' ? undefined : request.headers['idempotency-key']
  if (key === undefined || !actor) {
    const value = await route.handle(services, input)
    return isRefusal(value) ? value : { status: 200, body: value, replayed: false }
  }
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) {
    return refuse(
      'invalid-request',
      'The idempotency key has to be 1 to 200 letters, digits or signs without spaces.',
    )
  }
  return answerOnce({
    services,
    endpoint: route.endpoint,
    input,
    key,
    run: (keyed) => route.handle(keyed, input),
    answerOf: (value) => {
      if (!isRefusal(value)) return { status: 200, body: z.parse(route.endpoint.answer, value) }
      const problem = knownProblem(request, value)
      return { status: problem.status, body: problem }
    },
  })
}

function askerOf(request: FastifyRequest): Asker {
  if (!request.asker) throw new Error('A handler was reached without anybody having been let in.')
  return request.asker
}

export function sendRefusal(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  return sendProblem(reply, knownProblem(request, refusal))
}

function knownProblem(request: FastifyRequest, refusal: Refusal) {
  const problem = problemOf(refusal, request.id)
  if (!problem) throw new Error(`The refusal code "${refusal.code}" is not in the contract.`)
  return problem
}

function addCookies(reply: FastifyReply, setCookies: readonly string[]): void {
  for (const cookie of setCookies) void reply.header('set-cookie', cookie)
}
