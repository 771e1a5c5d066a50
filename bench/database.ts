/** A database of its own for a measurement, in a temporary folder that is removed at the end. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfiguration } from '../src/configuration.ts'
import { openLog } from '../src/core/log.ts'
import { isRefusal } from '../src/core/refusal.ts'
import type { OpenDatabase } from '../src/db/open.ts'
import { createSupplierWithOwner } from '../src/identity/create-supplier.ts'
import { prepareDatabase } from '../src/product.ts'

export const owner = { email: 'owner@bench.example', password: 'measure-twice-cut-once' }

export interface BenchDatabase {
  readonly dataDir: string
  readonly open: OpenDatabase
  readonly supplierId: string
  close(): Promise<void>
}

/** A migrated database with one supplier and its owner. */
export async function benchDatabase(): Promise<BenchDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'purvey-bench-'))
  const configuration = readConfiguration({ PURVEY_DATA_DIR: dataDir })
  const open = await prepareDatabase(configuration, openLog('bench', 'error'))
  const founded = await createSupplierWithOwner(open.db, {
    ...owner,
    supplierName: 'Bench Supplier',
    personName: 'Bench Owner',
    country: 'New Zealand',
    currency: 'NZD',
    timeZone: 'Pacific/Auckland',
  })
  if (isRefusal(founded)) throw new Error(founded.sentence)
  return {
    dataDir,
    open,
    supplierId: founded.supplierId,
    close: async () => {
      await open.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
