/** A worker process of its own, for tests that kill it: the product's worker on the test's database, with short time limits. */
import { openLog } from '../../src/core/log.ts'
import { openOwned } from '../../src/db/open.ts'
import { startProduct } from '../../src/product.ts'
import { hastyErp } from './hasty-erp.ts'
import type { WorkerSettings } from './worker-process.ts'

const settings = JSON.parse(process.env['PURVEY_TEST_WORKER'] ?? '{}') as WorkerSettings
const database = await openOwned(settings.ownerConnection, { applicationName: 'test worker' })
await startProduct({
  configuration: settings.configuration,
  log: openLog('test-worker', 'silent'),
  serve: false,
  work: true,
  timing: settings.timing,
  database,
  ...(settings.withLimits ? {} : { erpFor: hastyErp }),
})
process.send?.('working')
