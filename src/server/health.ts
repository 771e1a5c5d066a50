/** What operators and their machines ask: does the process live, can it serve, how does it do. Numbers are for this machine or a token's holder. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Metrics } from './metrics.ts'

export interface HealthOptions {
  readonly version: string
  /** Whether requests can be served now: the database answers and has this version's migrations. */
  readonly ready: () => Promise<boolean>
  readonly metrics: Metrics
  /** Lets `/metrics` be read from elsewhere with `authorization: Bearer …`. */
  readonly metricsToken: string | undefined
}

export function serveHealth(app: FastifyInstance, options: HealthOptions): void {
  app.get('/health', (_, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok', version: options.version }),
  )
  app.get('/ready', async (_, reply) => {
    const ready = await options.ready().catch(() => false)
    void reply.header('cache-control', 'no-store').code(ready ? 200 : 503)
    return reply.send(
      ready
        ? { status: 'ready' }
        : {
            status: 'not-ready',
            sentence: 'The database does not answer, or its migrations are not those of this version.',
          },
    )
  })
  app.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(request, options.metricsToken)) {
      return reply
        .code(403)
        .type('text/plain; charset=utf-8')
        .send('Metrics are read from this machine itself, or with the metrics token.\n')
    }
    const { text, contentType } = await options.metrics.render()
    return reply.type(contentType).send(text)
  })
}

function mayReadMetrics(request: FastifyRequest, token: string | undefined): boolean {
  const { authorization } = request.headers
  if (token !== undefined && authorization !== undefined) {
    return timingSafeEqual(digest(authorization), digest(`Bearer ${token}`))
  }
  // Through a proxy on this machine every visitor would seem to be here.
  const forwarded =
    request.headers['x-forwarded-for'] ?? request.headers['forwarded'] ?? request.headers['via']
  return forwarded === undefined && isLoopback(request.socket.remoteAddress)
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (address === '::1' || /^(::ffff:)?127\./.test(address))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
