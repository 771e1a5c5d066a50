/** Starts and kills worker processes for tests. A killed one is killed as by a power cut: nothing of it is cleaned up. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ClientConfig } from 'pg'
import type { Configuration } from '../../src/configuration.ts'
import type { PushTiming } from '../../src/sync/push-policy.ts'
import { HASTY_MS } from './hasty-erp.ts'

export interface WorkerSettings {
  readonly ownerConnection: ClientConfig
  readonly configuration: Configuration
  readonly timing: PushTiming
  /** Whether Cin7's limits on calls and the adapter's real deadlines hold. */
  readonly withLimits: boolean
}

/** Long enough for a slow machine, short enough for a test. */
export const shortTiming: PushTiming = {
  leaseMs: 2_000,
  requestMs: HASTY_MS + 500,
  visibilityMs: 1_500,
  firstLookMs: 200,
  backOffMs: 200,
  giveUpMs: 3_000,
  readBackMs: 2_000,
}

export interface WorkerProcess {
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
}

export async function startWorkerProcess(settings: WorkerSettings): Promise<WorkerProcess> {
  const child = fork(join(import.meta.dirname, 'worker-child.ts'), {
    env: { ...process.env, PURVEY_TEST_WORKER: JSON.stringify(settings) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  })
  const gone = once(child, 'exit')
  await Promise.race([
    once(child, 'message'),
    gone.then(([code]) => {
      throw new Error(`The worker process ended at once with code ${String(code)}.`)
    }),
  ])
  return {
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}
