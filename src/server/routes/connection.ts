/** The routes of the connection and of the sync page: each hands its input to one verb. */
import * as contract from '../../contract/connection.ts'
import { checkConnection } from '../../connections/check-connection.ts'
import { connect } from '../../connections/connect.ts'
import { showConnection } from '../../connections/connection-view.ts'
import { disconnect } from '../../connections/disconnect.ts'
import { pauseConnection, resumeConnection } from '../../connections/pause-connection.ts'
import { saveConnectionSettings } from '../../connections/save-connection-settings.ts'
import { showCall, showSync } from '../../connections/sync-view.ts'
import { tryMapping } from '../../connections/try-mapping.ts'
import { type Route, route } from '../route.ts'

export const connectionRoutes: readonly Route[] = [
  route(contract.getConnection, (services, { actor }) => showConnection(services, actor)),
  route(contract.connect, (services, { actor, body, signal }) => connect(services, actor, body, signal)),
  route(contract.checkConnection, (services, { actor, signal }) => checkConnection(services, actor, signal)),
  route(contract.disconnect, (services, { actor }) => disconnect(services, actor)),
  route(contract.pauseConnection, (services, { actor }) => pauseConnection(services, actor)),
  route(contract.resumeConnection, (services, { actor }) => resumeConnection(services, actor)),
  route(contract.saveConnectionSettings, (services, { actor, body }) =>
    saveConnectionSettings(services, actor, body),
  ),
  route(contract.tryMapping, (services, { actor, body }) => tryMapping(services, actor, body)),
  route(contract.getSync, (services, { actor }) => showSync(services, actor)),
  route(contract.getCall, (services, { actor, params }) => showCall(services, actor, params.callId)),
]
