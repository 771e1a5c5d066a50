/** Serves the kept pictures of products, to signed-in people of the supplier that has them. They never change at an address. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { showImage } from '../../catalogue/show-image.ts'
import { isRefusal } from '../../core/refusal.ts'
import type { Actor, Services } from '../route.ts'

/** `actorOf` is undefined for a request without a session. */
export function registerImages(
  app: FastifyInstance,
  services: Pick<Services, 'db'>,
  actorOf: (request: FastifyRequest) => Promise<Actor | undefined>,
): void {
  app.get<{ Params: { sha256: string; file: string } }>(
    '/images/:sha256/:file',
    { schema: { hide: true } },
    async (request, reply) => {
      const { sha256, file } = request.params
      const actor = await actorOf(request)
      if (!actor) return reply.code(401).header('cache-control', 'no-store').send()
      const etag = `"${sha256}-${file}"`
      const image = await showImage(services, actor, { sha256, file })
      if (isRefusal(image)) return reply.code(404).header('cache-control', 'no-store').send()
      reply
        .header('cache-control', 'private, max-age=31536000, immutable')
        .header('etag', etag)
        .header('vary', 'cookie')
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "default-src 'none'; sandbox")
      if (request.headers['if-none-match'] === etag) return reply.code(304).send()
      return reply.type('image/webp').send(image)
    },
  )
}
