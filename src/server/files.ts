/** Routes that answer with bytes, such as product images: the same people as for the API, no JSON, not in the contract. */
import type { FastifyInstance } from 'fastify'
import { type Refusal, isRefusal, refuse } from '../core/refusal.ts'
import type { Identity } from '../identity/identity.ts'
import type { Permission } from '../rules/permissions.ts'
import { sendRefusal } from './mount.ts'
import type { Actor, Services } from './route.ts'
import { admit } from './session.ts'

export interface FileAnswer {
  readonly contentType: string
  readonly bytes: Uint8Array
  /** The address names the content, so it may be kept for good. */
  readonly immutable: boolean
}

export interface FileRoute {
  /** Such as `/images/:sha256/:width`. */
  readonly path: string
  readonly who: Permission
  /** Undefined: there is no such file. Parameters are as sent: check them. */
  readonly serve: (
    services: Services,
    input: { readonly params: Readonly<Record<string, string>>; readonly actor: Actor },
  ) => Promise<FileAnswer | Refusal | undefined>
}

export function mountFile(
  { app, services, auth }: { app: FastifyInstance; services: Services; auth: Identity },
  route: FileRoute,
): void {
  app.get<{ Params: Record<string, string> }>(route.path, async (request, reply) => {
    const asker = await admit(auth, request, route.who)
    if (isRefusal(asker)) return sendRefusal(request, reply, asker)
    if (!asker.actor) throw new Error('A file was asked for without an actor.')
    const file = await route.serve(services, { params: request.params, actor: asker.actor })
    if (file === undefined) {
      return sendRefusal(request, reply, refuse('not-found', 'There is no such file.'))
    }
    if (isRefusal(file)) return sendRefusal(request, reply, file)
    const caching = file.immutable ? 'private, max-age=31536000, immutable' : 'private, no-cache'
    return reply.header('cache-control', caching).type(file.contentType).send(Buffer.from(file.bytes))
  })
}
