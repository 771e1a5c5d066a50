/**
 * Makes the job engine's own schema and queues, as the owner of the database. Runs with the migrations; the application's
 * role then only reads and writes rows there.
 */
import { Client, type ClientConfig } from 'pg'
import { PgBoss } from 'pg-boss'
import { advisoryLocks } from '../db/advisory-locks.ts'
import { grantSchema } from '../db/roles.ts'
import { SCHEMA, queueSettings } from './queue-settings.ts'

/** Installs or upgrades the engine's schema and makes every queue. Several processes may call it at once. */
export async function prepareJobs(ownerConnection: ClientConfig): Promise<void> {
  const owner = new Client(ownerConnection)
  owner.on('error', () => undefined)
  await owner.connect()
  try {
    await owner.query('select pg_advisory_lock($1)', [advisoryLocks.prepareJobs])
    const boss = new PgBoss({
      db: { executeSql: (text, values) => owner.query(text, values as unknown[]) },
      schema: SCHEMA,
      supervise: false,
      schedule: false,
    })
    await boss.start()
    for (const [name, settings] of Object.entries(queueSettings)) {
      const existing = await boss.getQueue(name)
      if (existing) {
        const { policy: _fixedAtCreation, ...changeable } = settings
        await boss.updateQueue(name, changeable)
      } else {
        await boss.createQueue(name, settings)
      }
    }
    await boss.stop({ graceful: false })
    await grantSchema(owner, SCHEMA)
  } finally {
    await owner.end()
  }
}
