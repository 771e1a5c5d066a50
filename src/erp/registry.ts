/** The one file that names the adapters. */
import { cin7Omni } from './cin7-omni/adapter.ts'
import type { Erp } from './port.ts'

const adapters: readonly Erp[] = [cin7Omni]

/** The ERP adapter of that name, as a connection stores it. Throws for a name that no adapter has: a bug, never a user's input. */
export function erpFor(adapter: string): Erp {
  const erp = adapters.find((candidate) => candidate.adapter === adapter)
  if (!erp)
    throw new Error(
      `There is no ERP adapter “${adapter}”; there is ${adapters.map((one) => one.adapter).join(', ')}`,
    )
  return erp
}
