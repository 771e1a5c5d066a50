/** Asks the ERP for what a person typed, and says a failed call as a refusal that the person can act on. */
import { linkedKeysOfCode } from '../../catalogue/remote-products.ts'
import { type Refusal, refuse } from '../../core/refusal.ts'
import type { ErpResult, ImportedCustomer, ImportedProduct } from '../../erp/port.ts'
import type { OpenErp } from '../../connections/erp-door.ts'
import { type ErpRefusal, refusalOf } from '../../connections/erp-refusal.ts'
import type { Actor, Services } from '../route.ts'

export interface RemoteFound<T> {
  readonly connectionId: string
  readonly records: readonly T[]
}

type Asked = { readonly text: string; readonly signal: AbortSignal }

export function remoteCustomers(
  services: Services,
  actor: Actor,
  asked: Asked,
): Promise<RemoteFound<ImportedCustomer> | ErpRefusal> {
  return ask(services, actor, asked, ({ erp, context }) => erp.searchCustomers(context, asked.text))
}

export function remoteProducts(
  services: Services,
  actor: Actor,
  asked: Asked,
): Promise<RemoteFound<ImportedProduct> | ErpRefusal> {
  return ask(services, actor, asked, async ({ erp, context, connectionId }) => {
    const known = await linkedKeysOfCode(services, actor, { connectionId, typed: asked.text })
    return erp.searchProducts(context, asked.text, known)
  })
}

/** The record that a person chose a moment ago. */
export function theOneWithKey<T extends { readonly key: string }>(
  what: 'contact of type Customer' | 'product option',
  records: readonly T[],
  key: string,
): T | Refusal<'remote-not-found'> {
  return (
    records.find((record) => record.key === key) ??
    refuse('remote-not-found', `Cin7 has no ${what} with the id ${key} now. Search again and choose another.`)
  )
}

async function ask<T>(
  services: Services,
  actor: Actor,
  { signal }: Asked,
  call: (open: OpenErp) => Promise<ErpResult<readonly T[]>>,
): Promise<RemoteFound<T> | ErpRefusal> {
  const opened = await services.erp.open(actor.supplierId, 'connect', { signal, evenIfPaused: true })
  if (!opened.ok) return refusalOf(opened)
  const result = await call(opened.value)
  if (result.ok) return { connectionId: opened.value.connectionId, records: result.value }
  if (result.code !== 'stopped') {
    await services.erp.report(actor.supplierId, opened.value.connectionId, result)
  }
  return refusalOf(result)
}
