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
  const again = databaseTests(first)
  if (again.length > 0) {
    const second = await runOnOther(given, again)
    if (second) {
      add(total, second)
    } else {
      const missed = again.reduce((sum, file) => sum + (first.byFile.get(file) ?? 0), 0)
      total.skipped += missed
      notes.push(
        `${missed} database tests were skipped on another PostgreSQL: none is installed here. To run them, install PostgreSQL 15 or newer, or set ${OTHER}.`,
      )
    }
  }
  for (const note of notes) console.log(note)
  if (total.passed + total.failed === 0) console.log('No test ran.')
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  return total.failed === 0 && total.passed > 0
}

/** Browser tests show nothing new there. */
function databaseTests(first: Run): string[] {
  const files = [...first.byFile.keys()].filter((path) => !path.startsWith('tests/browser/'))
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
  const modules = vitest.state.getTestModules()
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 }
  const byFile = new Map<string, number>()
  let skippedInBrowser = 0
  for (const module of modules) {
    const mine = countModule(module)
    const path = module.moduleId.slice(join(ROOT, '/').length)
    byFile.set(path, mine.passed + mine.failed + mine.skipped)
    if (path.startsWith('tests/browser/')) skippedInBrowser += mine.skipped
    add(counts, mine)
  }
  // Errors outside any test, such as a rejection nobody handled.
  counts.failed += vitest.state.getUnhandledErrors().length
  await vitest.close()
  return { ...counts, byFile, skippedInBrowser }
}

function countModule(module: TestModule): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 }
  for (const test of module.children.allTests()) {
    const { state } = test.result()
    if (state === 'passed' || state === 'skipped') counts[state] += 1
    // A test that never came to an end has not passed.
    else counts.failed += 1
  }
  // A file or a block that broke outside its tests.
  const broken =
    module.errors().length +
    [...module.children.allSuites()].filter((suite) => suite.errors().length > 0).length
  counts.failed += broken
  return counts
}

function add(total: Counts, more: Counts): void {
  total.passed += more.passed
  total.failed += more.failed
  total.skipped += more.skipped
}
