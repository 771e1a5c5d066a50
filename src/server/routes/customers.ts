/** The routes of customers: each hands its input to one verb. */
import * as contract from '../../contract/customers.ts'
import { isRefusal } from '../../core/refusal.ts'
import { createCustomer } from '../../customers/create-customer.ts'
import { editCustomer } from '../../customers/edit-customer.ts'
import { editCustomers } from '../../customers/edit-customers.ts'
import { linkCustomer, unlinkCustomer } from '../../customers/link-customer.ts'
import { listCustomers } from '../../customers/list-customers.ts'
import { linkedCustomerNames } from '../../customers/remote-contacts.ts'
import { showCustomer } from '../../customers/show-customer.ts'
import { type Route, route } from '../route.ts'
import { remoteCustomers, theOneWithKey } from './remote-search.ts'

export const customerRoutes: readonly Route[] = [
  route(contract.listCustomers, (services, { actor, query }) => listCustomers(services, actor, query)),
  route(contract.getCustomer, (services, { actor, params }) =>
    showCustomer(services, actor, params.customerId),
  ),
  route(contract.createCustomer, (services, { actor, body }) => createCustomer(services, actor, body)),
  route(contract.editCustomer, (services, { actor, params, body }) =>
    editCustomer(services, actor, { ...body, ...params }),
  ),
  route(contract.editCustomers, (services, { actor, body }) => editCustomers(services, actor, body)),
  route(contract.searchContacts, async (services, { actor, query, signal }) => {
    const found = await remoteCustomers(services, actor, { text: query.search, signal })
    if (isRefusal(found)) return found
    const { connectionId, records } = found
    const linked = await linkedCustomerNames(services, actor, {
      connectionId,
      remoteKeys: records.map((record) => record.key),
    })
    return {
      items: records.map((record) => ({
        remoteKey: record.key,
        name: record.name,
        detail: [record.group, record.email, record.accountNumber].filter(Boolean).join(' · '),
        linkedTo: linked.get(record.key) ?? null,
      })),
    }
  }),
  route(contract.linkCustomer, async (services, { actor, params, body, signal }) => {
    const found = await remoteCustomers(services, actor, { text: body.remoteKey, signal })
    if (isRefusal(found)) return found
    const remote = theOneWithKey('contact of type Customer', found.records, body.remoteKey)
    if (isRefusal(remote)) return remote
    return linkCustomer(services, actor, { ...params, connectionId: found.connectionId, remote })
  }),
  route(contract.unlinkCustomer, (services, { actor, params }) =>
    unlinkCustomer(services, actor, params.customerId),
  ),
]
