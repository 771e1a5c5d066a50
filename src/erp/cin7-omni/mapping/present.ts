/** Leaves out of a record what has no value: Cin7 takes a missing field as its own default. */

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

export function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>
}
