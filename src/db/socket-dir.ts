/**
 * The folder of the embedded server's Unix socket: short (a socket's path holds 107 bytes at most), private to this user, and
 * the same for the same data directory so that restarts leave nothing behind.
 */
import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { errorCode } from './embedded-binaries.ts'

const LONGEST = 107 - '/.s.PGSQL.5432.lock'.length

/** Makes (or reuses) the folder for a data directory. Only this user can look inside: that is the server's access control. */
export function openSocketDir(clusterDir: string): string {
  const digest = createHash('sha256').update(realpathSync(clusterDir)).digest('hex').slice(0, 12)
  const name = `purvey-${process.getuid?.() ?? 0}-${digest}`
  const base = [tmpdir(), '/tmp'].find((folder) => Buffer.byteLength(join(folder, name)) <= LONGEST) ?? '/tmp'
  const path = join(base, name)
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    if (!isPrivate(path)) return mkdtempSync(join(base, 'purvey-'))
  }
  chmodSync(path, 0o700)
  return path
}

/** A folder that somebody else put there, or a link, must not be trusted. */
function isPrivate(path: string): boolean {
  const info = lstatSync(path)
  const uid = process.getuid?.() ?? 0
  return info.isDirectory() && (info.uid === uid || uid === 0)
}
