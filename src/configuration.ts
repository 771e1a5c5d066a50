/** What the operator sets, read once from the environment. Every setting has a default that works on one machine. */
import { join, resolve } from 'node:path'
import { z } from 'zod'

const blankIsAbsent = (value: unknown): unknown => (value === '' ? undefined : value)
const text = z.preprocess(blankIsAbsent, z.string().trim().optional())
const address = z.preprocess(
  blankIsAbsent,
  z
    .url('Give a whole address, such as https://orders.example.com.')
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
)
const list = z.preprocess(blankIsAbsent, z.string().optional()).transform((value) =>
  (value ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
)

const environment = z.object({
  DATABASE_URL: text,
  PURVEY_DATA_DIR: z.preprocess(blankIsAbsent, z.string().default(join('.purvey', 'data'))),
  HOST: z.preprocess(blankIsAbsent, z.string().default('127.0.0.1')),
  PORT: z.preprocess(blankIsAbsent, z.coerce.number().int().min(0).max(65_535).default(4000)),
  PURVEY_PUBLIC_URL: address,
  CIN7_OMNI_URL: z.preprocess(
    blankIsAbsent,
    z
      .url('Give the address up to and including /api.')
      .default('https://api.cin7.com/api')
      .transform((value) => value.replace(/\/+$/, '')),
  ),
  PURVEY_IMAGE_HOSTS: list,
  PURVEY_TRUST_PROXY: list,
  PURVEY_METRICS_TOKEN: text,
  // A little under a minute: 1,490 polls a day at the most, out of Cin7's 5,000 calls.
  PURVEY_DISPATCH_POLL_SECONDS: z.preprocess(blankIsAbsent, z.coerce.number().min(5).max(300).default(58)),
})

export interface Configuration {
  /** PostgreSQL to use; undefined: the embedded one in `dataDir`. */
  readonly databaseUrl: string | undefined
  readonly dataDir: string
  readonly host: string
  readonly port: number
  /** Where people reach this installation; undefined: the address it listens on. */
  readonly publicUrl: string | undefined
  readonly cin7OmniUrl: string
  /** `host:port` of picture servers that may have a private address. */
  readonly imageHosts: readonly string[]
  /** Addresses of proxies whose word on the visitor's address is taken. */
  readonly trustProxy: string[]
  readonly metricsToken: string | undefined
  readonly dispatchPollMs: number
}

/** Reads the configuration. @throws Error that names each variable at fault and what was seen. */
export function readConfiguration(env: Readonly<Record<string, string | undefined>>): Configuration {
  const parsed = environment.safeParse(env)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(
      (issue) => `  ${String(issue.path[0])}=${env[String(issue.path[0])] ?? ''}: ${issue.message}`,
    )
    throw new Error(`These settings cannot be used:\n${faults.join('\n')}`)
  }
  const it = parsed.data
  return {
    databaseUrl: it.DATABASE_URL,
    dataDir: resolve(it.PURVEY_DATA_DIR),
    host: it.HOST,
    port: it.PORT,
    publicUrl: it.PURVEY_PUBLIC_URL,
    cin7OmniUrl: it.CIN7_OMNI_URL,
    imageHosts: it.PURVEY_IMAGE_HOSTS,
    trustProxy: it.PURVEY_TRUST_PROXY,
    metricsToken: it.PURVEY_METRICS_TOKEN,
    dispatchPollMs: it.PURVEY_DISPATCH_POLL_SECONDS * 1000,
  }
}
