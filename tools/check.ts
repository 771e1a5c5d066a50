/** `npm run check`: all that CI runs. Format, lint, types, unused code, generated files, then the whole test suite. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './imports.ts'
import { runTests } from './run-tests.ts'

const bin = (name: string): string => join(ROOT, 'node_modules/.bin', name)

const CHECKS: readonly { name: string; program: string; args: readonly string[] }[] = [
  { name: 'format', program: bin('oxfmt'), args: ['--check'] },
  { name: 'lint', program: bin('oxlint'), args: ['--deny-warnings'] },
  { name: 'types', program: bin('tsc'), args: ['-p', '.'] },
  { name: 'types of the web app', program: bin('tsc'), args: ['-p', 'web'] },
  { name: 'unused code', program: bin('knip'), args: ['--no-progress'] },
  { name: 'generated files', program: process.execPath, args: ['tools/generate-tables.ts', '--check'] },
]

const failed: string[] = []
for (const { name, program, args } of CHECKS) {
  const startedAt = performance.now()
  const run = spawnSync(program, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  const well = run.status === 0
  console.log(
    `${well ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`,
  )
  if (well) continue
  failed.push(name)
  console.log(`${run.stdout}${run.stderr}${run.error ? `${run.error.message}\n` : ''}`)
}

const remarks = failed.length > 0 ? [`Checks that failed before the tests: ${failed.join(', ')}`] : []
const testsPass = await runTests([], remarks)
process.exit(testsPass && failed.length === 0 ? 0 : 1)
