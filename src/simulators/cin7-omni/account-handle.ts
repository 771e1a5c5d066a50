// What a test, the control API and the warehouse page may do to one account. These operations are a person at the
// supplier's own Omni screen: they never count against the limits and no fault strikes them.

import { resourceNames } from './account.ts'
import type { Account, Call, PermissionVerb, ResourceName } from './account.ts'
import type { ArmedFault, Fault } from './faults.ts'
import type { ContactRow, OptionRow, OrderRow, PaymentRow, ProductRow } from './rows.ts'
import { dispatchOrder, editOrder, undispatchOrder, voidOrder } from './sales-orders.ts'
import type { DispatchPart } from './sales-orders.ts'
import type { SwitchName, Switches } from './switches.ts'
import type { Sent } from './wire-values.ts'

export type AccountHandle = {
  apiUsername: string
  salesOrders(): OrderRow[]
  contacts(): ContactRow[]
  products(): ProductRow[]
  productOptions(): OptionRow[]
  payments(): PaymentRow[]
  switches(): Switches
  setSwitch<N extends SwitchName>(name: N, value: Switches[N]): void
  resetSwitches(): void
  armFault(fault: Fault): ArmedFault
  disarmFault(id: number): boolean
  clearFaults(): void
  faults(): ArmedFault[]
  dispatch(orderId: number, part?: DispatchPart): OrderRow
  undispatch(id: number): OrderRow
  voidOrder(id: number): OrderRow
  edit(id: number, patch: Sent): OrderRow
  /** The latest calls, oldest first (2,000 are kept). */
  calls(): Call[]
  clearCalls(): void
  /** The first API connection when no name is given. */
  revokeKey(connectionName?: string): void
  restoreKey(connectionName?: string): void
  setPermission(resource: string, verb: string, allowed: boolean, connectionName?: string): void
}

const verbs: readonly string[] = ['create', 'read', 'update', 'delete'] satisfies PermissionVerb[]

function resourceNamed(resource: string): ResourceName {
  const known = resourceNames.find((one) => one.toLowerCase() === resource.toLowerCase())
  if (!known) throw new RangeError(`There is no resource ${resource}; there are ${resourceNames.join(', ')}.`)
  return known
}

function setPermission(
  account: Account,
  resource: string,
  verb: string,
  allowed: boolean,
  name?: string,
): void {
  const known = resourceNamed(resource)
  if (!verbs.includes(verb.toLowerCase()))
    throw new RangeError(`There is no permission ${verb}; there are ${verbs.join(', ')}.`)
  account.connection(name).permissions[known][verb.toLowerCase() as PermissionVerb] = allowed
  account.changed('settings')
}

function setRevoked(account: Account, revoked: boolean, name?: string): void {
  account.connection(name).revoked = revoked
  account.changed('settings')
}

export function accountHandle(account: Account): AccountHandle {
  return {
    apiUsername: account.apiUsername,
    salesOrders: () => [...account.orders.values()],
    contacts: () => [...account.contacts.values()],
    products: () => [...account.products.values()],
    productOptions: () => [...account.options.values()],
    payments: () => [...account.payments.values()],
    switches: () => ({ ...account.switches }),
    setSwitch: (name, value) => account.setSwitch(name, value),
    resetSwitches: () => account.resetSwitches(),
    armFault: (fault) => {
      // A fault for a resource that there is not would never strike, and nobody would notice.
      if (fault.resource !== undefined) resourceNamed(fault.resource)
      const armed = account.faults.arm(fault)
      account.changed('settings')
      return armed
    },
    disarmFault: (id) => {
      const done = account.faults.disarm(id)
      account.changed('settings')
      return done
    },
    clearFaults: () => {
      account.faults.clear()
      account.changed('settings')
    },
    faults: () => account.faults.list(),
    dispatch: (orderId, part = {}) => dispatchOrder(account, orderId, part),
    undispatch: (id) => undispatchOrder(account, id),
    voidOrder: (id) => voidOrder(account, id),
    edit: (id, patch) => editOrder(account, id, patch),
    calls: () => [...account.calls],
    clearCalls: () => {
      account.calls = []
      account.changed('calls')
    },
    revokeKey: (name) => setRevoked(account, true, name),
    restoreKey: (name) => setRevoked(account, false, name),
    setPermission: (resource, verb, allowed, name) => setPermission(account, resource, verb, allowed, name),
  }
}
