// The unsaved state of one order on the page, beside the order as the server last told it. The server's news is taken
// over silently only while nothing is unsaved; otherwise it is told as `isStale`, and nothing typed is touched.
import { useCallback, useState } from 'react'
import type { OrderView } from '../../../src/contract/order-views.ts'
import type { DetailKey, Draft, DraftLine, LineField } from './draft.ts'
import { draftOf, isDirty } from './draft.ts'
import { rebase, redo } from './rebase.ts'
import type { Clash } from './rebase.ts'

export type DraftChange =
  | { type: 'detail'; key: DetailKey; value: string }
  | { type: 'line'; key: string; field: LineField; value: string }
  | { type: 'add'; line: DraftLine }
  | { type: 'remove'; key: string }
  | { type: 'put-back'; line: DraftLine; index: number }
export type Change = (change: DraftChange) => void

export function changeDraft(draft: Draft, change: DraftChange): Draft {
  switch (change.type) {
    case 'detail':
      return { ...draft, details: { ...draft.details, [change.key]: change.value } }
    case 'line':
      return {
        ...draft,
        lines: draft.lines.map((line) =>
          line.key === change.key ? { ...line, [change.field]: change.value } : line,
        ),
      }
    case 'add':
      return { ...draft, lines: [...draft.lines, change.line] }
    case 'remove':
      return { ...draft, lines: draft.lines.filter((line) => line.key !== change.key) }
    case 'put-back':
      return { ...draft, lines: draft.lines.toSpliced(change.index, 0, change.line) }
  }
}

type State = {
  /** The order that `mine` was begun from. */
  readonly saved: OrderView
  readonly base: Draft
  readonly mine: Draft
  readonly clashes: readonly Clash[]
}

function begin(order: OrderView, clashes: readonly Clash[] = []): State {
  const base = draftOf(order)
  return { saved: order, base, mine: base, clashes }
}

/** `busy` while a save of this page is under way: its own news is not a conflict. */
export function useOrderDraft(order: OrderView, busy: boolean) {
  const [state, setState] = useState(() => begin(order))
  const { saved, base, mine, clashes } = state
  const dirty = isDirty(base, mine)

  if (order !== saved && !dirty && order.revision >= saved.revision) setState(begin(order, clashes))

  const change = useCallback<Change>(
    (one) => setState((now) => ({ ...now, mine: changeDraft(now.mine, one) })),
    [],
  )
  return {
    base,
    mine,
    saved,
    clashes,
    dirty,
    isStale: dirty && !busy && order.revision > saved.revision,
    change,
    /** After a save, or to drop what is unsaved. */
    take: (next: OrderView) => setState(begin(next)),
    /** Their order with my changes on top, unsaved. */
    rebase: () => {
      const theirs = draftOf(order)
      const result = rebase(base, mine, theirs)
      setState({ saved: order, base: theirs, mine: result.draft, clashes: result.clashes })
    },
    redo: (clash: Clash) =>
      setState((now) => ({
        ...now,
        mine: redo(now.mine, clash),
        clashes: now.clashes.filter((one) => one !== clash),
      })),
    settle: (clash: Clash) =>
      setState((now) => ({ ...now, clashes: now.clashes.filter((one) => one !== clash) })),
  }
}
