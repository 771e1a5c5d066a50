/** The browser that browser tests drive: `PURVEY_CHROMIUM`, or Debian's. Without one those tests are skipped, and counted as such. */
import { existsSync } from 'node:fs'

/** Path of the browser's program; undefined when there is none. */
export function chromiumPath(): string | undefined {
  const path = process.env['PURVEY_CHROMIUM'] ?? '/usr/bin/chromium'
  return existsSync(path) ? path : undefined
}
