// The values of a record while they are edited, when somebody else may be editing it too. Remembers what the record was
// when editing began, so that only what this person changed is sent and nothing of the other's is lost unseen.
import { useState } from 'react'

export type DraftValues = Readonly<Record<string, string | boolean>>

export type Clash = { field: string; was: string | boolean; theirs: string | boolean; mine: string | boolean }

export function changedFields<Values extends DraftValues>(
  base: Values,
  values: Values,
): (keyof Values & string)[] {
  return Object.keys(values).filter((field) => !Object.is(values[field], base[field]))
}

/**
 * `current` is the record as last read, `revision` its revision. While nothing was changed here the form follows it.
 * `clashes` is null unless the record moved on under changes made here; then it lists what the other person changed.
 */
export function useRecordDraft<Values extends DraftValues>(current: Values, revision: number) {
  const [state, setState] = useState({ base: current, values: current, revision })
  const changed = changedFields(state.base, state.values)
  const movedOn = revision > state.revision
  const theirs = movedOn ? changedFields(state.base, current) : []
  if (movedOn && (changed.length === 0 || theirs.length === 0)) {
    // Nothing of ours is in the way, or nothing we show has changed: go on from the newer record.
    setState({ base: current, values: changed.length === 0 ? current : state.values, revision })
  }
  const clashes: Clash[] | null =
    movedOn && changed.length > 0 && theirs.length > 0
      ? theirs.map((field) => ({
          field,
          was: state.base[field] ?? '',
          theirs: current[field] ?? '',
          mine: state.values[field] ?? '',
        }))
      : null

  function set<K extends keyof Values & string>(field: K, value: Values[K]): void {
    setState((now) => ({ ...now, values: { ...now.values, [field]: value } }))
  }

  return {
    values: state.values,
    revision: state.revision,
    changed,
    dirty: changed.length > 0,
    clashes,
    set,
    /** For text fields: name, value and onChange. */
    text: <K extends keyof Values & string>(field: K) => ({
      name: field,
      value: String(state.values[field] ?? ''),
      onChange: (value: string) => set(field, value as Values[K]),
    }),
    /** Goes on from the newer record with the changes made here on top. */
    keepMine: () =>
      setState((now) => {
        const mine = Object.fromEntries(
          changedFields(now.base, now.values).map((field) => [field, now.values[field]]),
        )
        return { base: current, values: { ...current, ...mine }, revision }
      }),
    /** Forgets the changes made here. */
    takeTheirs: () => setState({ base: current, values: current, revision }),
    /** After a save: the answer is the record now. */
    saved: (values: Values, at: number) => setState({ base: values, values, revision: at }),
  }
}
