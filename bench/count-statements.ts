/** Runs the product in this process and tells which statements it sent to the database while something was done. */
import { Client } from 'pg'
import { readConfiguration } from '../src/configuration.ts'
import { openLog } from '../src/core/log.ts'
import { startProduct } from '../src/product.ts'

type Counted = (work: () => Promise<unknown>) => Promise<string[]>

/** The job engine's own housekeeping is left out. */
export async function countStatements(
  env: Readonly<Record<string, string>>,
  work: (url: string, counted: Counted) => Promise<string[]>,
): Promise<string[]> {
  let seen: string[] | undefined
  const original = Client.prototype.query as (...args: unknown[]) => unknown
  Client.prototype.query = function query(this: Client, ...args: unknown[]): unknown {
    const [first] = args
    const text = typeof first === 'string' ? first : ((first as { text?: string } | undefined)?.text ?? '')
    if (!text.includes('pgboss')) seen?.push(text)
    return original.apply(this, args)
  } as typeof Client.prototype.query
  const product = await startProduct({
    configuration: readConfiguration({ ...env, PORT: '0' }),
    log: openLog('bench', 'error'),
    serve: true,
    work: false,
  })
  try {
    return await work(product.url ?? '', async (counting) => {
      const now: string[] = []
      seen = now
      await counting()
      seen = undefined
      return now
    })
  } finally {
    Client.prototype.query = original as typeof Client.prototype.query
    await product.stop()
  }
}
