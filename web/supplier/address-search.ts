// What stands behind the ? of an address, read without trusting it. Loads with the router, so it must stay small.

type Raw = Readonly<Record<string, unknown>>

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Keeps the named texts of an address and drops the rest. */
export function texts<const Name extends string>(...names: readonly Name[]) {
  return (raw: Raw): { [K in Name]?: string } => {
    const kept: { [K in Name]?: string } = {}
    for (const name of names) {
      const value = text(raw[name])
      if (value !== undefined) kept[name] = value
    }
    return kept
  }
}

/** Where to go after signing in: only a path of this app, never another site. */
export function backOf(raw: Raw): { back?: string } {
  const back = text(raw['back'])
  // "//host" and "/\host" are other sites to a browser, and control characters are skipped by it.
  // oxlint-disable-next-line no-control-regex -- they are exactly what must not pass
  if (back === undefined || !/^\/(?![/\\])[^\\\u0000-\u001f]*$/.test(back) || back.startsWith('/sign-in')) return {}
  return { back }
}
