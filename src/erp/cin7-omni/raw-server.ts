/** A bare HTTP server for tests: each request gets the next answer of a script, broken ones included. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export type RawAnswer = (response: ServerResponse, request: IncomingMessage, body: string) => void

export interface RawServer {
  readonly url: string
  /** What arrived: method, decoded path with query, headers, body. */
  readonly requests: { method: string; path: string; headers: IncomingMessage['headers']; body: string }[]
  /** Answers for the next requests, in order; the last one goes on for all that follow. */
  answer(...script: RawAnswer[]): void
  close(): Promise<void>
}

export async function startRawServer(): Promise<RawServer> {
  let script: RawAnswer[] = []
  const requests: RawServer['requests'] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      requests.push({
        method: request.method ?? '',
        path: decodeURIComponent(request.url ?? ''),
        headers: request.headers,
        body,
      })
      const next = script.length > 1 ? script.shift() : script[0]
      next?.(response, request, body)
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/api`,
    requests,
    answer: (...answers) => {
      script = answers
      requests.length = 0
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A whole answer. */
export function whole(status: number, body: string, headers: Record<string, string> = {}): RawAnswer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    response.end(body)
  }
}

export const json = (value: unknown, status = 200): RawAnswer => whole(status, JSON.stringify(value))
export const html = (status: number): RawAnswer =>
  whole(status, '<!DOCTYPE html><html><head><title>Bad gateway</title></head><body></body></html>', {
    'content-type': 'text/html',
  })
/** Never answers. */
export const hang: RawAnswer = () => {}
/** Closes the connection without an answer. */
export const reset: RawAnswer = (response) => response.socket?.resetAndDestroy()
/** Promises more than it sends, then closes. */
export const cut: RawAnswer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
  response.write('[{"index":0,"succ')
  setImmediate(() => response.socket?.destroy())
}
/** Sends the beginning of a body and then nothing. */
export const stall: RawAnswer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('[')
}
/** Sends a body that never ends, a little at a time. */
export const trickle: RawAnswer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const timer = setInterval(() => response.write(' '), 10)
  response.on('close', () => clearInterval(timer))
}
/** Sends far too much. */
export const flood: RawAnswer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const chunk = `"${'x'.repeat(65_536)}",`
  const more = (): void => {
    while (!response.destroyed && response.write(chunk)) continue
  }
  response.on('drain', more)
  more()
}
