#!/usr/bin/env -S node --min-semi-space-size=16 --max-semi-space-size=16
/**
 * The `purvey` command: starts the product in one role or several, or does one thing and ends. Each command loads only what it
 * needs, and loads it compiled, if it ran before: so this file imports nothing but Node's own modules before the cache is on.
 */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'

// Where it cannot be written, the start is slower and nothing else.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'purvey'))

// The heap may grow by this much before it is cleared, not manifold: a server of this kind leaves the machine's memory to others.
setFlagsFromString('--heap-growing-percent=70')

const { readConfiguration } = await import('./configuration.ts')
const { version } = await import('./version.ts')

const usage = `Purvey ${version}: wholesale ordering for suppliers on Cin7 Omni

  purvey serve            the web app, the API and the worker in one process
  purvey serve --no-work  the web app and the API only
  purvey work             a worker only
  purvey migrate          bring the database up to this version, then end
  purvey doctor           check the installation and say what is wrong
  purvey set-password     give somebody who forgot it a new password: set-password person@business.example
  purvey rotate-keys      encrypt stored keys anew with the current master key
  purvey demo             everything with a simulated Cin7 Omni and sample data (--fresh: from the start)
  purvey simulate         the Cin7 Omni simulator alone (--help for its options)

Settings are environment variables; docs/operating.md lists them.
`

const webDir = join(import.meta.dirname, '..', 'web', 'dist')

async function run(name: string | undefined, args: string[]): Promise<number> {
  switch (name) {
    case 'serve':
      return serve(args)
    case 'work':
      return start({ serve: false, work: true })
    case 'migrate':
      return migrateOnly()
    case 'doctor':
      return (await import('./doctor.ts')).doctor(readConfiguration(process.env))
    case 'set-password':
      return (await import('./set-password.ts')).setPasswordCommand(readConfiguration(process.env), args)
    case 'rotate-keys':
      return (await import('./rotate-keys.ts')).rotateKeys(readConfiguration(process.env))
    case 'demo':
      await (await import('./demo/demo.ts')).demoCommand(args)
      return 0
    case 'simulate':
      await (await import('./simulators/cin7-omni/cli.ts')).simulateCommand(args)
      return 0
    case undefined:
    case 'help':
    case '--help':
      process.stdout.write(usage)
      return 0
    default:
      process.stderr.write(`There is no command "${name}".\n\n${usage}`)
      return 2
  }
}

async function serve(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { 'no-work': { type: 'boolean', default: false } } })
  return start({ serve: true, work: !values['no-work'] })
}

async function start(roles: { serve: boolean; work: boolean }): Promise<number> {
  const [{ openLog }, { startProduct }, { untilStopped }] = await Promise.all([
    import('./core/log.ts'),
    import('./product.ts'),
    import('./until-stopped.ts'),
  ])
  const log = openLog('purvey')
  const product = await startProduct({ configuration: readConfiguration(process.env), log, webDir, ...roles })
  if (product.url) process.stdout.write(`Purvey ${version} is running at ${product.url}\nStop with Ctrl+C.\n`)
  else process.stdout.write(`A Purvey ${version} worker is running.\nStop with Ctrl+C.\n`)
  await untilStopped()
  process.stdout.write('Stopping: what is under way is finished first.\n')
  await product.stop()
  return 0
}

async function migrateOnly(): Promise<number> {
  const [{ openLog }, { prepareDatabase }] = await Promise.all([
    import('./core/log.ts'),
    import('./product.ts'),
  ])
  const open = await prepareDatabase(readConfiguration(process.env), openLog('purvey'))
  await open.close()
  process.stdout.write('The database is up to date.\n')
  return 0
}

try {
  process.exitCode = await run(process.argv[2], process.argv.slice(3))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  if (process.env['PURVEY_LOG_LEVEL'] === 'debug' && error instanceof Error)
    process.stderr.write(`${error.stack ?? ''}\n`)
  process.exitCode = 1
}
