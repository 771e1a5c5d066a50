/** How much work there is, over all suppliers, for the metrics page. Counts only; no row of a supplier leaves this file. */
import { asId } from '../core/ids.ts'
import { type Db, read } from '../db/transact.ts'

export interface WorkCount {
  readonly jobsWaiting: number
  readonly pushes: Readonly<Record<string, number>>
}

export async function countWork(db: Db): Promise<WorkCount> {
  const suppliers = await read(db, { system: true }, (tx) =>
    tx.selectFrom('suppliers').select('supplierId').execute(),
  )
  const pushes: Record<string, number> = { waiting: 0, sending: 0, parked: 0 }
  for (const { supplierId } of suppliers) {
    const rows = await read(db, { supplierId: asId(supplierId) }, (tx) =>
      tx
        .selectFrom('pushes')
        .select('state')
        .select((select) => select.fn.countAll<string>().as('count'))
        .where('supplierId', '=', supplierId)
        .where('state', 'in', ['waiting', 'sending', 'parked'])
        .groupBy('state')
        .execute(),
    )
    for (const row of rows) pushes[row.state] = (pushes[row.state] ?? 0) + Number(row.count)
  }
  return { jobsWaiting: (pushes['waiting'] ?? 0) + (pushes['sending'] ?? 0), pushes }
}
