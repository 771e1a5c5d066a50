/**
 * PostgreSQL for Kysely, but that a transaction begins together with its scope in one message. No transaction of the
 * application can so begin without a scope.
 */
import { CompiledQuery, type DatabaseConnection, type Driver, PostgresDialect, PostgresDriver } from 'kysely'
import type { Pool } from 'pg'
import { presentBeginning } from './transact.ts'

class ScopedDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const begin = presentBeginning()
    if (begin === undefined) {
      throw new Error('A transaction was begun outside transact and read, which give it a scope.')
    }
    await connection.executeQuery(CompiledQuery.raw(begin))
  }
}

export class ScopedDialect extends PostgresDialect {
  readonly #pool: Pool

  constructor(pool: Pool) {
    super({ pool })
    this.#pool = pool
  }

  override createDriver(): Driver {
    return new ScopedDriver({ pool: this.#pool })
  }
}
