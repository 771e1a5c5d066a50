/**
 * The whole test suite: once on the embedded PostgreSQL, and the tests that use a database once more on another PostgreSQL.
 * It ends with the plain counts, and a run in which nothing was tested counts as a failure.
 */
import { join } from 'node:path'
import { startVitest, type TestModule } from 'vitest/node'
import { chromiumPath } from '../tests/support/chromium.ts'
import { filesReaching, ROOT } from './imports.ts'
import { startOtherPostgres } from './other-postgres.ts'

interface Counts {
  passed: number
  failed: number
  skipped: number
}

interface Run extends Counts {
  /** Number of tests by file, as a path from the root. */
  readonly byFile: ReadonlyMap<string, number>
  readonly skippedInBrowser: number
  /** What failed: where, and the start of what was said. */
  readonly failures: readonly string[]
}

const OTHER = 'PURVEY_TEST_DATABASE_URL'
const USES_DATABASE = 'tests/support/test-database.ts'

/**
 * Runs all tests, or those whose file names contain one of `filters`. Prints as it goes, `remarks` just before the counts; true
 * when all is well.
 */
export async function runTests(
  filters: readonly string[],
  remarks: readonly string[] = [],
): Promise<boolean> {
  const given = process.env[OTHER]
  // oxlint-disable-next-line typescript/no-dynamic-delete
  delete process.env[OTHER]
  const notes = [...remarks]

  console.log('Tests on the embedded PostgreSQL')
  const first = await run(filters)
  if (first.skippedInBrowser > 0 && chromiumPath() === undefined) {
    notes.push(
      `${first.skippedInBrowser} browser tests were skipped: no Chromium here. To run them: apt-get install -y chromium`,
    )
  }

  const total: Counts = { passed: first.passed, failed: first.failed, skipped: first.skipped }
  const failures = first.failures.map((told) => `on the embedded PostgreSQL: ${told}`)
  const again = databaseTests(first)
  if (again.length > 0) {
    const second = await runOnOther(given, again)
    if (second) {
      add(total, second)
      failures.push(...second.failures.map((told) => `on the other PostgreSQL: ${told}`))
    } else {
      const missed = again.reduce((sum, file) => sum + (first.byFile.get(file) ?? 0), 0)
      total.skipped += missed
      notes.push(
        `${missed} database tests were skipped on another PostgreSQL: none is installed here. To run them, install PostgreSQL 15 or newer, or set ${OTHER}.`,
      )
    }
  }
  // Said again at the end: the runs' own reports of them may be thousands of lines up.
  for (const told of failures) console.log(`FAILED ${told}`)
  for (const note of notes) console.log(note)
  if (total.passed + total.failed === 0) console.log('No test ran.')
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  return total.failed === 0 && total.passed > 0
}

/** Browser tests show nothing new there, and the built command brings its own database. */
function databaseTests(first: Run): string[] {
  const files = [...first.byFile.keys()].filter((path) => !/^tests\/(browser\/|built\.)/.test(path))
  return filesReaching(ROOT, files, USES_DATABASE)
}

async function runOnOther(given: string | undefined, files: readonly string[]): Promise<Run | undefined> {
  const other =
    given === undefined ? await startOtherPostgres() : { url: given, stop: () => Promise.resolve() }
  if (!other) return undefined
  console.log(
    `\nDatabase tests once more on ${'majorVersion' in other ? `PostgreSQL ${other.majorVersion}` : `the server of ${OTHER}`}`,
  )
  process.env[OTHER] = other.url
  try {
    return await run(files)
  } finally {
    await other.stop()
  }
}

async function run(filters: readonly string[]): Promise<Run> {
  const vitest = await startVitest('test', [...filters], { root: ROOT, watch: false, run: true })
  const byFile = new Map<string, number>()
  const failures: string[] = []
  let passed = 0
  let skipped = 0
  let skippedInBrowser = 0
  for (const module of vitest.state.getTestModules()) {
    const path = module.moduleId.slice(join(ROOT, '/').length)
    const tests = [...module.children.allTests()]
    const skippedHere = tests.filter((test) => test.result().state === 'skipped').length
    byFile.set(path, tests.length)
    passed += tests.filter((test) => test.result().state === 'passed').length
    skipped += skippedHere
    if (path.startsWith('tests/browser/')) skippedInBrowser += skippedHere
    failures.push(...failuresOf(module, path))
  }
  // Such as a rejection that nobody handled.
  for (const error of vitest.state.getUnhandledErrors()) failures.push(failure('outside any test', [error]))
  await vitest.close()
  return { passed, failed: failures.length, skipped, byFile, skippedInBrowser, failures }
}

/** Tests that failed or never came to an end, and the file and blocks that broke outside their tests. */
function failuresOf(module: TestModule, path: string): string[] {
  const failures = [...module.children.allTests()]
    .filter((test) => !['passed', 'skipped'].includes(test.result().state))
    .map((test) => failure(`${path} > ${test.fullName}`, test.result().errors))
  for (const suite of module.children.allSuites()) {
    if (suite.errors().length > 0) failures.push(failure(`${path} > ${suite.fullName}`, suite.errors()))
  }
  if (module.errors().length > 0) failures.push(failure(path, module.errors()))
  return failures
}

function failure(where: string, errors: readonly unknown[] = []): string {
  const said = errors.map((error) => (error as { message?: string }).message ?? String(error)).join('; ')
  return `${where}\n  ${(said || 'It never came to an end.').slice(0, 600)}`
}

function add(total: Counts, more: Counts): void {
  total.passed += more.passed
  total.failed += more.failed
  total.skipped += more.skipped
}
