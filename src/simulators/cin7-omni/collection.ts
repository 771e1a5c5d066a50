// One resource's rows in memory: by key, with equality indexes, insertion order, and a note of what changed since the seed
// (for the state file). It must stay quick at 150,000 rows, and it knows nothing of what the fields mean.

import type { Row } from './rows.ts'

const folded = (value: unknown): string | null => {
  if (typeof value === 'string') return value.toLowerCase()
  return typeof value === 'number' ? String(value) : null
}

function forget(index: Map<string, Set<number>>, value: string, key: number): void {
  const keys = index.get(value)
  keys?.delete(key)
  if (keys?.size === 0) index.delete(value)
}

export class Collection<T extends Row> {
  readonly #rows = new Map<number, T>()
  readonly #indexes = new Map<string, Map<string, Set<number>>>()
  readonly #keyOf: (row: T) => number
  /** False where rows of one id are several (sized options). */
  readonly idsAreUnique: boolean
  readonly #changed = new Set<number>()
  readonly #removed = new Set<number>()
  readonly #unsaved = new Set<number>()
  #highestId = 0

  /** `indexed` are field names; `keyOf` differs from the id only where ids repeat (sized options). */
  constructor(indexed: string[], keyOf?: (row: T) => number) {
    this.#keyOf = keyOf ?? ((row) => row.id)
    this.idsAreUnique = keyOf === undefined
    for (const name of indexed) this.#indexes.set(name, new Map())
  }

  get size(): number {
    return this.#rows.size
  }

  get highestId(): number {
    return this.#highestId
  }

  values(): IterableIterator<T> {
    return this.#rows.values()
  }

  get(key: number): T | undefined {
    return this.#rows.get(key)
  }

  /** Stores a row, new or changed. Seeds pass `seeded` so that the state file leaves them out. */
  put(row: T, seeded = false): void {
    const key = this.#keyOf(row)
    const old = this.#rows.get(key)
    this.#rows.set(key, row)
    for (const [name, index] of this.#indexes) {
      const value = folded(row[name])
      // A row that was changed in place does not tell what it was indexed by.
      const before = old && old !== row ? folded(old[name]) : null
      if (old && value === before) continue
      if (before !== null) forget(index, before, key)
      if (value === null) continue
      const keys = index.get(value)
      if (keys) keys.add(key)
      else index.set(value, new Set([key]))
    }
    this.#highestId = Math.max(this.#highestId, row.id)
    if (!seeded) {
      this.#changed.add(key)
      this.#removed.delete(key)
      this.#unsaved.add(key)
    }
  }

  remove(key: number): boolean {
    const old = this.#rows.get(key)
    if (!old) return false
    for (const [name, index] of this.#indexes) {
      const value = folded(old[name])
      if (value !== null) forget(index, value, key)
    }
    this.#rows.delete(key)
    this.#changed.delete(key)
    this.#removed.add(key)
    this.#unsaved.add(key)
    return true
  }

  isIndexed(name: string): boolean {
    return this.#indexes.has(name)
  }

  indexedNames(): string[] {
    return [...this.#indexes.keys()]
  }

  /** Rows whose field equals the value, text in any case. */
  by(name: string, value: string | number): T[] {
    const keys = this.#indexes.get(name)?.get(String(value).toLowerCase())
    const rows: T[] = []
    for (const key of keys ?? []) {
      const row = this.#rows.get(key)
      if (row) rows.push(row)
    }
    return rows
  }

  /** What is there now counts as the seed. */
  markSeeded(): void {
    for (const keys of [this.#changed, this.#removed, this.#unsaved]) keys.clear()
  }

  /** What changed since this was last asked. */
  takeUnsaved(): { rows: T[]; removed: number[] } {
    const keys = [...this.#unsaved]
    this.#unsaved.clear()
    return {
      rows: keys.flatMap((key) => this.#rows.get(key) ?? []),
      removed: keys.filter((key) => !this.#rows.has(key)),
    }
  }

  changes(): { rows: T[]; removed: number[] } {
    return {
      rows: [...this.#changed].flatMap((key) => this.#rows.get(key) ?? []),
      removed: [...this.#removed],
    }
  }

  restore(changes: { rows: T[]; removed: number[] }): void {
    for (const key of changes.removed) {
      this.remove(key)
      // A removed record was in no seed perhaps; its id must not be used again all the same.
      this.#removed.add(key)
      this.#highestId = Math.max(this.#highestId, key)
    }
    for (const row of changes.rows) this.put(row)
  }
}
