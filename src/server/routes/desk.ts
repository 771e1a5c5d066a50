/** The desk's frame, its first page, search, and the supplier's settings over HTTP. */
import { getStatus, getSupplier, getToday, saveSupplier, searchEverything } from '../../contract/desk.ts'
import { saveSettings, showSettings } from '../../desk/settings.ts'
import { searchAll, showStatus, showToday } from '../../desk/show-desk.ts'
import { type Route, route } from '../route.ts'

export const deskRoutes: readonly Route[] = [
  route(getStatus, (services, { actor }) => showStatus(services, actor)),
  route(getToday, (services, { actor }) => showToday(services, actor)),
  route(searchEverything, (services, { actor, query }) =>
    searchAll(services, { supplierId: actor.supplierId, q: query.q }),
  ),
  route(getSupplier, (services, { actor }) => showSettings(services, actor.supplierId)),
  route(saveSupplier, (services, { actor, body }) =>
    saveSettings(services, { supplierId: actor.supplierId, body }),
  ),
]
