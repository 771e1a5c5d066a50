/** Whether the database answers and has every migration of this version. For readiness checks: it changes nothing. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Db, read } from './transact.ts'

let known: Promise<number> | undefined

/** False when the database does not answer, or lacks migrations, or has more than this version knows. */
export async function isDatabaseCurrent(db: Db): Promise<boolean> {
  known ??= readdir(join(import.meta.dirname, 'migrations')).then(
    (names) => names.filter((name) => name.endsWith('.sql')).length,
  )
  try {
    const applied = await read(db, { system: true }, async (tx) => {
      const { rows } = await sql<{ most: number }>`select max(number) as most from purvey_migrations`.execute(
        tx,
      )
      return rows[0]?.most
    })
    return applied === (await known)
  } catch {
    return false
  }
}
