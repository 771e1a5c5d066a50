/**
 * Proves what can be proved about a connection without writing: one row of each resource. It must never show as allowed what was
 * not seen.
 */
import type { ErpContext, ErpFailure, ErpResult, PermissionLine } from '../port.ts'
import type { OmniClient } from './client.ts'
import { boxFor } from './failures.ts'
import { readList } from './lists.ts'

/** In the order of asking. Without the second nothing can be connected, because the price tiers are seen on it. */
const toRead = [
  'Contacts',
  'ProductOptions',
  'Products',
  'ProductCategories',
  'Branches',
  'Stock',
  'Users',
  'SalesOrders',
  'Payments',
]
const toCreate = ['SalesOrders', 'Payments']

export async function checkPermissions(
  client: OmniClient,
  context: ErpContext,
): Promise<ErpResult<readonly PermissionLine[]>> {
  const lines: PermissionLine[] = []
  const failures: ErpFailure[] = []
  let noConnection: ErpFailure | undefined
  for (const resource of toRead) {
    // Without any connection, after one long silence, or when the first two have failed, the others would only keep a person waiting.
    const answer = noConnection ?? (await readList(client, context, resource, { rows: 1 }))
    if (answer.ok) {
      lines.push({
        resource,
        verb: 'read',
        state: 'allowed',
        sentence: `“${boxFor(resource, 'read')}” is ticked.`,
      })
      continue
    }
    if (endsAll(answer)) return answer
    failures.push(answer)
    const isDown =
      failures.length > 1 &&
      failures.every(({ kind }) => kind === 'unreachable') &&
      failures.length > lines.length
    if (isDown || ['no-connection', 'bad-certificate', 'timed-out'].includes(answer.code))
      noConnection = answer
    lines.push({
      resource,
      verb: 'read',
      state: answer.code === 'permission-missing' ? 'not-ticked' : 'unreachable',
      sentence:
        answer.code === 'permission-missing'
          ? `“${boxFor(resource, 'read')}” is not ticked in Cin7. Tick it.`
          : answer.sentence,
    })
  }
  const [first] = failures
  // A wrong address refuses everything alike; that is no report but a failure.
  if (first?.code === 'wrong-address' && failures.length === toRead.length) return first
  for (const resource of toCreate) {
    lines.push({
      resource,
      verb: 'create',
      state: 'not-yet-proven',
      sentence: `Whether “${boxFor(resource, 'create')}” is ticked shows with the first one made.`,
    })
  }
  return { ok: true, value: lines }
}

function endsAll(failure: ErpFailure): boolean {
  return (
    failure.kind === 'busy' ||
    ['wrong-key', 'key-missing', 'bad-address', 'redirected'].includes(failure.code)
  )
}
