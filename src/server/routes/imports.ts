/** The routes of imports: each hands its input to one verb. */
import * as contract from '../../contract/imports.ts'
import { beginApplying } from '../../imports/begin-applying.ts'
import { cancelImport } from '../../imports/cancel-import.ts'
import { chooseRows } from '../../imports/choose-rows.ts'
import { listImportRows, showImport, showLatestImport } from '../../imports/import-view.ts'
import { startImport } from '../../imports/start-import.ts'
import { type Route, route } from '../route.ts'

export const importRoutes: readonly Route[] = [
  route(contract.startImport, (services, { actor, body }) => startImport(services, actor, body)),
  route(contract.latestImport, (services, { actor, query }) => showLatestImport(services, actor, query.kind)),
  route(contract.getImport, (services, { actor, params }) => showImport(services, actor, params.importId)),
  route(contract.listImportRows, (services, { actor, params, query }) =>
    listImportRows(services, actor, { ...params, ...query }),
  ),
  route(contract.chooseImportRows, (services, { actor, params, body }) =>
    chooseRows(services, actor, { ...params, ...body }),
  ),
  route(contract.applyImport, (services, { actor, params }) =>
    beginApplying(services, actor, params.importId),
  ),
  route(contract.cancelImport, (services, { actor, params }) =>
    cancelImport(services, actor, params.importId),
  ),
]
