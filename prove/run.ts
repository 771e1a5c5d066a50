/**
 * Proves what the product promises to survive, and prints every row: goal, ours. `--seed 7` repeats a run, `--only R3,R4` runs
 * some, `--quick` at a tenth of the size, `--outage-minutes 60` for R5. On the embedded database; on the PostgreSQL server of
 * DATABASE_URL, where it makes databases of its own; or with `--postgres` on a throwaway server of the installed PostgreSQL.
 */
import { parseArgs } from 'node:util'
import { type Row, table } from '../bench/numbers.ts'
import { startOtherPostgres } from '../tools/other-postgres.ts'
import { anySeed, chanceFrom } from './chance.ts'
import { killedWorker } from './killed-worker.ts'
import { outage } from './outage.ts'
import { sentTwice } from './sent-twice.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    postgres: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    'outage-minutes': { type: 'string' },
  },
})
const { quick } = values
const seed = values.seed === undefined ? anySeed() : Number(values.seed)
const wanted = values.only?.toUpperCase().split(',')
const other = values.postgres ? await startOtherPostgres() : undefined
if (values.postgres && !other) throw new Error('--postgres needs an installed PostgreSQL 15 or newer.')
const server = other?.url ?? (process.env['DATABASE_URL'] || undefined)
const where = other
  ? `PostgreSQL ${other.majorVersion}`
  : server === undefined
    ? 'the embedded PostgreSQL'
    : 'DATABASE_URL'
console.log(`Seed ${seed}, on ${where}\n`)

const proofs: Readonly<Record<string, () => Promise<Row[]>>> = {
  R3: () => sentTwice(chanceFrom(seed), { server, count: quick ? 100 : 1000 }),
  R4: () => killedWorker(chanceFrom(seed), { server, rounds: Number(values.rounds ?? (quick ? 1 : 5)) }),
  R5: () =>
    outage(chanceFrom(seed), {
      server,
      minutes: Number(values['outage-minutes'] ?? (quick ? 1 : 5)),
      orders: 200,
    }),
}
const rows: Row[] = []
try {
  for (const [figure, prove] of Object.entries(proofs)) {
    if (wanted && !wanted.includes(figure)) continue
    const more = await prove()
    rows.push(...more)
    console.log(`${table(more)}\n`)
  }
} finally {
  await other?.stop()
}
const missed = rows.filter((row) => row.reached === false).length
console.log(
  `${rows.length} rows, ${missed} below their goal. To repeat this run: npm run prove -- --seed ${seed}`,
)
process.exitCode = missed === 0 ? 0 : 1
