/** Puts the HTTP server together: the frame around all requests, the contract's endpoints, health, and the web app. It holds no business. */
import compress from '@fastify/compress'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import { endpoints } from '../contract/endpoints.ts'
import { newId } from '../core/ids.ts'
import { refuse } from '../core/refusal.ts'
import type { Identity } from '../identity/identity.ts'
import { refuseForeignWrite, securityHeaders } from './guard.ts'
import { serveHealth } from './health.ts'
import { REQUEST_TIMEOUT_MS } from './idempotency.ts'
import { type WorkGauges, openMetrics } from './metrics.ts'
import { mountRoute, mountVisitorRoute, sendRefusal } from './mount.ts'
import { serveOpenApi } from './openapi.ts'
import { refusalOf } from './problems.ts'

import type { Route, Services } from './route.ts'
import { registerImages } from './routes/images.ts'
import { sessionRoutes } from './routes/session.ts'
import { serveWeb } from './static.ts'
import { readJsonBodies, validateByContract } from './validation.ts'

export interface ServerOptions {
  readonly auth: Identity
  /** All areas' routes but the session's, which come from `auth`. */
  readonly routes: readonly Route[]
  readonly version: string
  /** Where people are told to reach this installation, when they are. */
  readonly publicUrl?: string | undefined
  /** Whether the database answers and has this version's migrations. */
  readonly ready: () => Promise<boolean>
  /** The built web app. */
  readonly webDir?: string | undefined
  /** Proxies whose word on the visitor's address is taken: their addresses, or true for any. */
  readonly trustProxy?: boolean | string | string[] | undefined
  readonly metricsToken?: string | undefined
  readonly workGauges?: (() => Promise<WorkGauges>) | undefined
  /** Lets endpoints of the contract be without a route. For tests of single areas. */
  readonly partial?: boolean
}

const BODY_LIMIT_BYTES = 2 * 1024 * 1024

/**
 * Builds the server; the caller listens and closes it, and closes `auth`. @throws Error with a sentence when an endpoint of the
 * contract has no route, or two have the same.
 */
export async function buildServer(services: Services, options: ServerOptions): Promise<FastifyInstance> {
  const { auth, publicUrl } = options
  const visitorRoutes = sessionRoutes(auth, options.version)
  checkComplete([...visitorRoutes, ...options.routes], options.partial ?? false)
  const app = Fastify({
    loggerInstance: services.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    handlerTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: options.trustProxy ?? false,
    genReqId: () => newId(),
    requestIdHeader: false,
    // What still comes on an open connection while the server stops is answered, and the connection closed.
    return503OnClosing: false,
    // An address that the router cannot read reaches no hook and no error handler.
    frameworkErrors: (error, request, reply) => {
      void reply.headers(securityHeaders).header('x-request-id', request.id)
      void sendRefusal(request, reply, refusalOf(error))
    },
  }) as unknown as FastifyInstance
  app.setValidatorCompiler(validateByContract)
  app.setSerializerCompiler(serializerCompiler)
  app.removeContentTypeParser(['text/plain', 'application/json'])
  readJsonBodies(app)
  app.decorateRequest('asker', undefined)
  const metrics = openMetrics(options.workGauges)
  frame(app, services, { publicUrl, observe: metrics.observe })
  // Small answers are not worth the time.
  await app.register(compress, { threshold: 1400, encodings: ['br', 'gzip'] })
  await serveOpenApi(app, { version: options.version, publicUrl, cookieName: cookieNameOf(publicUrl) })
  const mounting = { app, services, auth }
  for (const route of visitorRoutes) mountVisitorRoute(mounting, route)
  for (const route of options.routes) mountRoute(mounting, route)
  registerImages(mounting)
  serveHealth(app, { ...options, metrics, metricsToken: options.metricsToken })
  const answerPage = await serveWeb(app, options.webDir)
  app.setNotFoundHandler((request, reply) => {
    const isApi = request.url === '/api' || request.url.startsWith('/api/') || request.url.startsWith('/api?')
    if (!isApi && (request.method === 'GET' || request.method === 'HEAD')) return answerPage(request, reply)
    return sendRefusal(
      request,
      reply,
      refuse('not-found', `There is nothing at this address for ${request.method}. See /api/openapi.json.`),
    )
  })
  await app.ready()
  return app
}

/** What surrounds every request: protection, errors, and one line in the log. */
function frame(
  app: FastifyInstance,
  services: Services,
  {
    publicUrl,
    observe,
  }: { publicUrl: string | undefined; observe: (...seen: [string, number, number]) => void },
): void {
  // A connection whose request is under way when the server stops would be kept for the next one for more than a minute.
  app.addHook('preClose', async () => {
    app.server.keepAliveTimeout = 1
  })
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(securityHeaders).header('x-request-id', request.id)
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store')
    if (publicUrl?.startsWith('https:')) void reply.header('strict-transport-security', 'max-age=31536000')
    const foreign = refuseForeignWrite(request, publicUrl)
    if (foreign) return sendRefusal(request, reply, foreign)
  })
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error)
    if (refusal.code === 'unexpected' || refusal.code === 'unavailable') {
      services.log.error(
        { err: error, requestId: request.id, endpoint: nameOf(request) },
        'A request failed.',
      )
    }
    return sendRefusal(request, reply, refusal)
  })
  app.addHook('onResponse', async (request, reply) => {
    const durationMs = Math.round(reply.elapsedTime)
    observe(nameOf(request), reply.statusCode, reply.elapsedTime)
    const { asker } = request
    services.log.info(
      {
        requestId: request.id,
        endpoint: nameOf(request),
        status: reply.statusCode,
        durationMs,
        ...(asker?.actor ? { supplierId: asker.actor.supplierId, userId: asker.actor.userId } : {}),
      },
      'Request answered.',
    )
  })
}

function nameOf(request: {
  routeOptions: { config: { endpointName?: string }; url?: string | undefined }
}): string {
  return request.routeOptions.config.endpointName ?? request.routeOptions.url ?? 'none'
}

/** As the sign-in library names it. */
function cookieNameOf(publicUrl: string | undefined): string {
  return `${publicUrl?.startsWith('https:') ? '__Secure-' : ''}purvey.session_token`
}

function checkComplete(
  routes: readonly { readonly endpoint: { readonly name: string } }[],
  partial: boolean,
): void {
  const mounted = new Set<string>()
  for (const { endpoint } of routes) {
    if (mounted.has(endpoint.name)) throw new Error(`The endpoint "${endpoint.name}" has two routes.`)
    mounted.add(endpoint.name)
  }
  const missing = endpoints.filter((endpoint) => !mounted.has(endpoint.name)).map((endpoint) => endpoint.name)
  if (missing.length > 0 && !partial) {
    throw new Error(`These endpoints of the contract have no route: ${missing.join(', ')}.`)
  }
}
