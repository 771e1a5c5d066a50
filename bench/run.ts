/**
 * Measures the product against its goals and prints every row: goal, floor, ours, ratio. `--only S1,S3` measures some figures
 * alone, `--quick` at a tenth of the size, `--statements` lists what one placed order sends to the database.
 */
import { parseArgs } from 'node:util'
import { cin7Figures } from './cin7.ts'
import { cloneFigure } from './clone.ts'
import { importFigures } from './import.ts'
import { type Row, table } from './numbers.ts'
import { ordersAndSearch } from './orders-and-search.ts'
import { startFigures } from './start.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    statements: { type: 'boolean', default: false },
  },
})
const wanted = values.only?.toUpperCase().split(',')
const only = (figure: string): boolean => wanted === undefined || wanted.includes(figure)
const groups: readonly [readonly string[], () => Promise<Row[]>][] = [
  [['S1', 'S3'], () => ordersAndSearch(only, values.quick)],
  [['S4', 'S5', 'S7'], () => cin7Figures(only, values.quick)],
  [['S6'], () => importFigures(values.quick)],
  [['S10'], () => startFigures()],
  [['S13'], () => cloneFigure()],
]
const rows: Row[] = []
for (const [figures, measure] of groups) {
  if (!figures.some(only)) continue
  const more = await measure()
  rows.push(...more)
  if (more.length > 0) console.log(`${table(more)}\n`)
}
const missed = rows.filter((row) => row.reached === false).length
console.log(`${rows.length} rows, ${missed} below their goal.`)
