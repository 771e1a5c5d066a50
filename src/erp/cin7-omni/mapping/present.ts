/** Leaves out of a record what has no value: Cin7 takes a missing field as its own default. */

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

export function present<T extends object>(fields: T): Present<T> {
  const kept: Present<T> = {}
  for (const name in fields)
    if (fields[name] !== undefined) kept[name] = fields[name] as Present<T>[typeof name]
  return kept
}
