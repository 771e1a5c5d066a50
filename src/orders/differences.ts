/** In what a sales order differs from its order, whether that is news, and how the inbox says it. Pure. */
import type { PushRow } from '../pushes/push-store.ts'

export interface SeenDifference {
  readonly what: string
  readonly expected: string
  readonly seen: string
  /** What is wrong and what to do, where the two do not say it. */
  readonly sentence?: string
}

/** Whether these are the differences that the push is known to have. Stored JSON does not keep the sequence of names. */
export function areKnown(push: PushRow, differences: readonly SeenDifference[]): boolean {
  const known = (push.differences as unknown as readonly SeenDifference[] | null) ?? []
  const told = (all: readonly SeenDifference[]): string =>
    JSON.stringify(all.map(({ what, expected, seen }) => [what, expected, seen]))
  return told(known) === told(differences)
}

export function differenceSentence(push: PushRow, differences: readonly SeenDifference[]): string {
  const [first] = differences
  if (first?.sentence !== undefined) return first.sentence
  const more = differences.length > 1 ? `, and ${differences.length - 1} more` : ''
  return `Sales order ${push.remoteReference ?? push.reference} in Cin7 differs from the order. ${first?.what ?? ''}: ordered ${first?.expected ?? ''}, Cin7 has ${first?.seen ?? ''}${more}. Correct it in Cin7, or mark this as handled.`
}
