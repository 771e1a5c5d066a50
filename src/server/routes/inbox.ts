/** The routes of the error inbox. */
import * as contract from '../../contract/inbox.ts'
import { closeEntry, listInbox } from '../../inbox/list-inbox.ts'
import { retryAllPushes } from '../../orders/retry-push.ts'
import { type Route, route } from '../route.ts'

export const inboxRoutes: readonly Route[] = [
  route(contract.listInbox, (services, { actor }) => listInbox(services, actor)),
  route(contract.retryAll, async (services, { actor, body }) => ({
    retried: await retryAllPushes(services, actor, body),
  })),
  route(contract.closeEntry, (services, { actor, params, body }) =>
    closeEntry(services, actor, { ...params, ...body }),
  ),
]
