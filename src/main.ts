#!/usr/bin/env node
/** The `purvey` command: starts the product in one role or several, or does one thing and ends. */
import { parseArgs } from 'node:util'
import { join } from 'node:path'
import { readConfiguration } from './configuration.ts'
import { openLog } from './core/log.ts'
import { demoCommand } from './demo/demo.ts'
import { doctor } from './doctor.ts'
import { prepareDatabase, startProduct } from './product.ts'
import { rotateKeys } from './rotate-keys.ts'
import { simulateCommand } from './simulators/cin7-omni/cli.ts'
import { untilStopped } from './until-stopped.ts'
import { version } from './version.ts'

const usage = `Purvey ${version}: wholesale ordering for suppliers on Cin7 Omni

  purvey serve            the web app, the API and the worker in one process
  purvey serve --no-work  the web app and the API only
  purvey work             a worker only
  purvey migrate          bring the database up to this version, then end
  purvey doctor           check the installation and say what is wrong
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
      return doctor(readConfiguration(process.env))
    case 'rotate-keys':
      return rotateKeys(readConfiguration(process.env))
    case 'demo':
      await demoCommand(args)
      return 0
    case 'simulate':
      await simulateCommand(args)
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
