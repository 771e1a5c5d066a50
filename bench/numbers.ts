/** How measurements are taken and told: interleaved rounds, medians, percentiles, one row per figure. */

export interface Row {
  readonly figure: string
  readonly what: string
  readonly goal: string
  readonly floor: string
  readonly ours: string
  readonly ratio: string
  /** Undefined: nothing to hold it against. */
  readonly reached?: boolean | undefined
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

export interface Load {
  readonly perSecond: number
  readonly p99Ms: number
}

/** Keeps `clients` busy for `ms`. */
export async function underLoad(
  work: (n: number) => Promise<unknown>,
  { clients, ms }: { clients: number; ms: number },
): Promise<Load> {
  const times: number[] = []
  let next = 0
  const start = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() - start < ms) times.push(await timed(() => work((next += 1))))
    }),
  )
  return { perSecond: (times.length * 1000) / (performance.now() - start), p99Ms: percentile(times, 0.99) }
}

/** One after the other, `count` times. */
export async function p95Of(work: (n: number) => Promise<unknown>, count: number): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < count; n += 1) times.push(await timed(() => work(n)))
  return percentile(times, 0.95)
}

export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`

/** The rows as a Markdown table. */
export function table(rows: readonly Row[]): string {
  const head = ['#', 'what', 'goal', 'floor', 'ours', 'ratio', '']
  const cells = rows.map((row) => [
    row.figure,
    row.what,
    row.goal,
    row.floor,
    row.ours,
    row.ratio,
    row.reached === undefined ? '' : row.reached ? 'yes' : 'no',
  ])
  const widths = head.map((title, column) =>
    Math.max(...[head, ...cells].map((line) => (line[column] ?? title).length)),
  )
  const line = (texts: readonly string[]): string =>
    `| ${texts.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n')
}
