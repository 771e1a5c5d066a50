/** Serves the web app's built files. Every address that is not a file is the app's own page; the API is never answered from here. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const NOT_BUILT =
  'The pages of Purvey are not built yet. Run "npm run build" in its folder, then start Purvey again. The API works without them.\n'

/** Answers a GET outside the API that no route has. */
export type PageAnswer = (request: FastifyRequest, reply: FastifyReply) => FastifyReply

export async function serveWeb(app: FastifyInstance, webDir: string | undefined): Promise<PageAnswer> {
  if (webDir === undefined || !existsSync(join(webDir, 'index.html'))) {
    return (_, reply) => reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT)
  }
  await app.register(fastifyStatic, {
    root: webDir,
    cacheControl: false,
    setHeaders: (reply, path) => {
      // The build names files by their content, so a name never changes its meaning.
      const hashed = path.startsWith(join(webDir, 'assets'))
      void reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  return (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? ''
    // A page of an older build asks for files that are gone: it must not be given a page instead of a script.
    if (/\.[a-z0-9]+$/i.test(path)) {
      return reply.code(404).type('text/plain; charset=utf-8').send('There is no such file.\n')
    }
    return reply.sendFile('index.html')
  }
}
