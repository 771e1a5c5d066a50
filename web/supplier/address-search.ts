// What stands behind the ? of an address, read without trusting it. A value that is not taken must come back as undefined
// and not be left out, because the router lets through what a route leaves out. Loads with the router: must stay small.

type Raw = Readonly<Record<string, unknown>>

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The named texts of an address. */
export function texts<const Name extends string>(...names: readonly Name[]) {
  return (raw: Raw): { [K in Name]?: string | undefined } => {
    const kept: { [K in Name]?: string | undefined } = {}
    for (const name of names) kept[name] = text(raw[name])
    return kept
  }
}

/** Where to go after signing in: only a path of this app, never another site. */
export function backOf(raw: Raw): { back?: string | undefined } {
  const back = text(raw['back'])
  // "//host" and "/\host" are other sites to a browser, and control characters are skipped by it.
  // oxlint-disable-next-line no-control-regex -- they are exactly what must not pass
  if (back === undefined || !/^\/(?![/\\])[^\\\u0000-\u001f]*$/.test(back) || back.startsWith('/sign-in'))
    return { back: undefined }
  return { back }
}
