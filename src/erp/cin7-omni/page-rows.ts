/** Collects the rows of one page of an import: each key once, and every row that cannot be used with its reason. */
import type { ImportPage } from '../port.ts'
import { readRow } from './wire.ts'

type Unusable = ImportPage<unknown>['unusable'][number]

export class PageRows<T extends { readonly key: string }> {
  readonly #rows = new Map<string, T>()
  readonly #unusable: Unusable[] = []

  add(row: T, label: string): void {
    if (this.#rows.has(row.key)) {
      this.refuse({
        key: row.key,
        label,
        reason: 'Cin7 lists it twice with the same id. The first was taken.',
      })
    } else this.#rows.set(row.key, row)
  }

  refuse(row: Unusable): void {
    this.#unusable.push(row)
  }

  /** A row that is not what it should be at all. */
  refuseUnreadable(seen: unknown, what: string, reason: string): void {
    const label = (JSON.stringify(seen) ?? 'nothing').slice(0, 120)
    this.refuse({ key: '', label, reason: `Cin7's ${what} cannot be read: ${reason}.` })
  }

  get rows(): T[] {
    return [...this.#rows.values()]
  }

  page(more: boolean): ImportPage<T> {
    return { rows: this.rows, unusable: this.#unusable, more }
  }
}

/** The rows that can be read, the others left out. */
export function readable<S extends Parameters<typeof readRow>[0]>(
  rows: readonly unknown[],
  schema: S,
): Extract<ReturnType<typeof readRow<S>>, { ok: true }>['row'][] {
  return rows.flatMap((seen) => {
    const row = readRow(schema, seen)
    return row.ok ? [row.row] : []
  })
}
