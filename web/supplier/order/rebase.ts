// Two people changed one order. Puts my unsaved changes onto the order as it is now; where both changed the same value,
// theirs stands and mine is kept aside to be made again with one press. Nothing is ever dropped silently.
import type { DetailKey, Draft, DraftLine, LineField } from './draft.ts'
import { changedDetails, lineFields, same } from './draft.ts'

/** One change of mine that could not be carried over by itself. */
export type Clash =
  | { readonly kind: 'detail'; readonly key: DetailKey; readonly mine: string; readonly theirs: string }
  | {
      readonly kind: 'line'
      readonly key: string
      readonly name: string
      readonly field: LineField
      readonly mine: string
      readonly theirs: string
    }
  /** I removed it, they changed it. */
  | { readonly kind: 'removed-by-me'; readonly key: string; readonly name: string }
  /** I changed it, they removed it. */
  | { readonly kind: 'removed-by-them'; readonly line: DraftLine; readonly name: string }

export type Rebased = { readonly draft: Draft; readonly clashes: readonly Clash[]; readonly carried: number }

export function rebase(base: Draft, mine: Draft, theirs: Draft): Rebased {
  const details = rebaseDetails(base, mine, theirs)
  const lines = rebaseLines(base, mine, theirs)
  return {
    draft: { details: details.details, lines: lines.lines },
    clashes: [...details.clashes, ...lines.clashes],
    carried: details.carried + lines.carried,
  }
}

function rebaseDetails(base: Draft, mine: Draft, theirs: Draft) {
  const details: Record<DetailKey, string> = { ...theirs.details }
  const clashes: Clash[] = []
  let carried = 0
  for (const key of changedDetails(base.details, mine.details)) {
    const [was, my, their] = [base.details[key], mine.details[key], theirs.details[key]]
    if (same(my, their)) continue
    if (same(was, their)) {
      details[key] = my
      carried += 1
    } else clashes.push({ kind: 'detail', key, mine: my, theirs: their })
  }
  return { details, clashes, carried }
}

function rebaseLines(base: Draft, mine: Draft, theirs: Draft) {
  const before = new Map(base.lines.map((line) => [line.key, line]))
  const own = new Map(mine.lines.map((line) => [line.key, line]))
  const present = new Set(theirs.lines.map((line) => line.key))
  const clashes: Clash[] = []
  const lines: DraftLine[] = []
  let carried = 0
  for (const their of theirs.lines) {
    const was = before.get(their.key)
    const my = own.get(their.key)
    if (was === undefined) lines.push(their)
    else if (my === undefined) {
      if (lineFields.every((field) => same(was[field], their[field]))) carried += 1
      else {
        lines.push(their)
        clashes.push({ kind: 'removed-by-me', key: their.key, name: nameOf(their) })
      }
    } else {
      let line = their
      for (const field of lineFields) {
        if (same(my[field], was[field]) || same(my[field], their[field])) continue
        if (same(was[field], their[field])) {
          line = { ...line, [field]: my[field] }
          carried += 1
        } else {
          clashes.push({
            kind: 'line',
            key: their.key,
            name: nameOf(their),
            field,
            mine: my[field],
            theirs: their[field],
          })
        }
      }
      lines.push(line)
    }
  }
  for (const my of mine.lines) {
    if (!my.isSaved) {
      lines.push(my)
      carried += 1
      continue
    }
    const was = before.get(my.key)
    if (present.has(my.key) || was === undefined) continue
    if (lineFields.some((field) => !same(my[field], was[field])))
      clashes.push({ kind: 'removed-by-them', line: my, name: nameOf(my) })
  }
  return { lines, clashes, carried }
}

/** Makes a kept-aside change again, over theirs. */
export function redo(draft: Draft, clash: Clash): Draft {
  switch (clash.kind) {
    case 'detail':
      return { ...draft, details: { ...draft.details, [clash.key]: clash.mine } }
    case 'line':
      return {
        ...draft,
        lines: draft.lines.map((line) =>
          line.key === clash.key ? { ...line, [clash.field]: clash.mine } : line,
        ),
      }
    case 'removed-by-me':
      return { ...draft, lines: draft.lines.filter((line) => line.key !== clash.key) }
    case 'removed-by-them':
      return {
        ...draft,
        lines: [...draft.lines, { ...clash.line, key: `again-${clash.line.key}`, isSaved: false }],
      }
  }
}

export function nameOf(line: Pick<DraftLine, 'name' | 'option'>): string {
  return line.option === '' ? line.name : `${line.name} ${line.option}`
}
