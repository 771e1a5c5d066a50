/** A connection for tests: always has leave, and remembers what it was told. */
import type { CallObserver, ErpContext } from '../port.ts'

export type ToldCall = Parameters<CallObserver>[0]

export interface TestContext extends ErpContext {
  readonly told: ToldCall[]
}

export function testContext(more: Partial<ErpContext>): TestContext {
  const told: ToldCall[] = []
  return {
    url: 'http://127.0.0.1:9/api',
    username: 'SupplierNZ',
    key: 'secret-key',
    purpose: 'push',
    reserve: () => Promise.resolve({ ok: true }),
    observe: (call) => told.push(call),
    told,
    ...more,
  }
}
