/** The version of this Purvey, from its package. */
import { createRequire } from 'node:module'
import { z } from 'zod'

const manifest = z.object({ version: z.string() })

export const version: string = manifest.parse(createRequire(import.meta.url)('../package.json')).version
