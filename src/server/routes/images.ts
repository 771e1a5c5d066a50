/** Serves the kept pictures of products, to signed-in people of the supplier that the address names. They never change at an address. */
import type { FastifyReply } from 'fastify'
import { showImage } from '../../catalogue/show-image.ts'
import type { CommonCode } from '../../contract/problem.ts'
import { isRefusal } from '../../core/refusal.ts'
import type { Mounting } from '../mount.ts'
import { problemKinds } from '../problems.ts'
import { admit } from '../session.ts'

interface Asked {
  Params: { sha256: string; file: string }
  /** Said here and not in the header: a browser asks for pictures without headers of ours. */
  Querystring: { supplier?: string | string[] }
}

export function registerImages({ app, services, auth }: Mounting): void {
  app.get<Asked>('/images/:sha256/:file', { schema: { hide: true } }, async (request, reply) => {
    const { sha256, file } = request.params
    const wanted = [request.query.supplier].flat()[0]
    const asker = await admit(auth, request, { who: 'products.read', wanted })
    if (isRefusal(asker)) return sendNothing(reply, asker.code)
    if (!asker.actor) return sendNothing(reply, 'not-allowed')
    const etag = `"${sha256}-${file}"`
    const image = await showImage(services, asker.actor, { sha256, file })
    if (isRefusal(image)) return sendNothing(reply, image.code)
    reply
      .header('cache-control', 'private, max-age=31536000, immutable')
      .header('etag', etag)
      .header('vary', 'cookie')
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; sandbox")
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    return reply.type('image/webp').send(image)
  })
}

/** Nobody reads a sentence in a picture's place. */
function sendNothing(reply: FastifyReply, code: CommonCode): FastifyReply {
  return reply.code(problemKinds[code].status).header('cache-control', 'no-store').send()
}
