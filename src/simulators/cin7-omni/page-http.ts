// Serves the warehouse page's three files and the stream that tells it when to look again. No build step, and the page asks
// nothing of any other server.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Account } from './account.ts'

const files: Record<string, { file: string; type: string }> = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/page.css': { file: 'page.css', type: 'text/css; charset=utf-8' },
  '/page.js': { file: 'page.js', type: 'text/javascript; charset=utf-8' },
  '/faults-panel.js': { file: 'faults-panel.js', type: 'text/javascript; charset=utf-8' },
  '/panels.js': { file: 'panels.js', type: 'text/javascript; charset=utf-8' },
  '/order.js': { file: 'order.js', type: 'text/javascript; charset=utf-8' },
  '/dom.js': { file: 'dom.js', type: 'text/javascript; charset=utf-8' },
}

const policy =
  "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export async function answerPage(path: string, response: ServerResponse): Promise<void> {
  const known = files[path]
  if (!known) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There is nothing here.')
    return
  }
  const content = await readFile(join(import.meta.dirname, 'page', known.file))
  response.writeHead(200, {
    'content-type': known.type,
    'content-security-policy': policy,
    'cache-control': 'no-cache',
  })
  response.end(content)
}

const quietMs = 150

/** Server-sent events: one `changed` with what changed, at most every 150 ms. */
export function openEvents(
  request: IncomingMessage,
  response: ServerResponse,
  accounts: Map<string, Account>,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write('retry: 1000\n\n')
  const waiting = new Set<string>()
  let timer: NodeJS.Timeout | null = null
  const flush = () => {
    timer = null
    response.write(`data: ${JSON.stringify([...waiting])}\n\n`)
    waiting.clear()
  }
  const stops = [...accounts.values()].map((account) =>
    account.onChange((what) => {
      waiting.add(what)
      timer ??= setTimeout(flush, quietMs)
    }),
  )
  request.on('close', () => {
    for (const stop of stops) stop()
    if (timer) clearTimeout(timer)
  })
}
