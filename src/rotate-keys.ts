/** Encrypts stored keys anew with the current master key, and says which it could not open and what to do about them. */
import { join } from 'node:path'
import type { Configuration } from './configuration.ts'
import { type Rotation, loadMasterKeys, rotateSecrets } from './connections/secrets.ts'
import { openLog } from './core/log.ts'
import { prepareDatabase } from './product.ts'

/** Prints what was done; 0 when every key is under the current master key, 1 otherwise. */
export async function rotateKeys(configuration: Configuration): Promise<number> {
  const open = await prepareDatabase(configuration, openLog('purvey'))
  try {
    const file =
      configuration.databaseUrl === undefined ? join(configuration.dataDir, 'master.key') : undefined
    const done = await rotateSecrets(open.db, await loadMasterKeys({ env: process.env, file }))
    process.stdout.write(rotationReport(done))
    return done.unreadable.length === 0 ? 0 : 1
  } finally {
    await open.close()
  }
}

export function rotationReport({ rewrapped, current, unreadable }: Rotation): string {
  const counts = `${rewrapped} keys encrypted anew, ${current} were already under the current master key.\n`
  if (unreadable.length === 0) return counts
  const which = unreadable.map(
    ({ supplierName, username, connectionId }) =>
      `  ${supplierName}, Cin7 account ${username} (connection ${connectionId})\n`,
  )
  return `${counts}
No master key that was given opens these stored keys, and they were left as they are:
${which.join('')}
Put the master key that they were encrypted with behind the current one and run this again. If it is lost, have the Cin7 key of
each pasted again under Settings › Integrations › Cin7 Omni › Replace key.
`
}
