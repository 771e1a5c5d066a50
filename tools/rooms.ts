/**
 * The rooms of the product and which other rooms each may open, as data, and the check of every import against it. Run as a
 * program it prints the table for ARCHITECTURE.md.
 */
import { type Import, importsOf, resolveImport } from './imports.ts'

/** What each room may open; a room may always open itself. `*` stands for every room. */
export const DOORS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  rules: ['core'],
  contract: ['core', 'rules'],
  db: ['core'],
  jobs: ['core', 'db'],
  search: ['core', 'db'],
  links: ['core', 'db', 'jobs'],
  inbox: ['core', 'db', 'contract'],
  identity: ['core', 'rules', 'db'],
  customers: ['core', 'rules', 'db', 'contract', 'jobs', 'links', 'search'],
  catalogue: ['core', 'rules', 'db', 'contract', 'jobs', 'links', 'search'],
  pushes: ['core', 'rules', 'db'],
  // Orders do not know that ERPs exist: they write an intent.
  orders: [
    'core',
    'rules',
    'db',
    'contract',
    'jobs',
    'links',
    'search',
    'inbox',
    'customers',
    'catalogue',
    'pushes',
  ],
  'erp/port': ['core'],
  // Loose files of erp/: what proves an adapter.
  erp: ['core', 'erp/port'],
  'erp/<adapter>': ['core', 'erp/port'],
  'erp/registry': ['core', 'erp/port', 'erp/<adapter>'],
  simulators: [],
  connections: ['core', 'rules', 'db', 'contract', 'jobs', 'inbox', 'links', 'erp/port'],
  imports: ['core', 'rules', 'db', 'contract', 'jobs', 'inbox', 'links'],
  // An order in the terms of an ERP: what would be sent, and which sales order is linked.
  'sales-orders': [
    'core',
    'rules',
    'db',
    'contract',
    'connections',
    'customers',
    'links',
    'orders',
    'pushes',
    'erp/port',
  ],
  desk: ['core', 'rules', 'db', 'contract', 'links', 'search'],
  // The loops join the ERP to the rest; which adapter it is, they are handed.
  sync: [
    'core',
    'rules',
    'db',
    'jobs',
    'connections',
    'links',
    'inbox',
    'customers',
    'catalogue',
    'imports',
    'orders',
    'pushes',
    'sales-orders',
    'erp/port',
  ],
  server: [
    'core',
    'rules',
    'db',
    'contract',
    'jobs',
    'identity',
    'connections',
    'inbox',
    'customers',
    'catalogue',
    'imports',
    'orders',
    'sales-orders',
    'desk',
    'erp/port',
  ],
  // Where everything is put together: main.ts, product.ts and their like, and the demo.
  src: ['*'],
  demo: ['*'],
  'web/ui': [],
  'web/kit': ['contract', 'rules', 'core', 'web/ui'],
  'web/supplier': ['contract', 'rules', 'core', 'web/ui', 'web/kit'],
  // Shows every part of the screens with made-up data, for looking at them while they are made.
  'web/gallery': ['contract', 'rules', 'core', 'web/ui', 'web/kit', 'web/supplier'],
  web: ['contract', 'rules', 'core', 'web/ui', 'web/kit', 'web/supplier', 'web/gallery'],
}

const DATABASE_PACKAGES = /^(pg|pg-boss|kysely)(\/|$)/
const SINGLE_FILE_ROOMS = ['erp/port', 'erp/registry']

/** The room of a file, as a path from the project's root: its own name, with adapters kept apart (`erp/cin7-omni`). */
export function roomOf(path: string): string | undefined {
  const [top, first, second, third] = path.split('/')
  if (first === undefined || (top !== 'src' && top !== 'web')) return undefined
  if (second === undefined) return top
  if (top === 'web') return `web/${first}`
  if (first !== 'erp') return first
  const name = `erp/${second.replace(/(\.test)?\.ts$/, '')}`
  if (third !== undefined || SINGLE_FILE_ROOMS.includes(name)) return name
  return 'erp'
}

/** The row of `DOORS` that holds for a room. */
function rowOf(room: string): string {
  return room.startsWith('erp/') && !SINGLE_FILE_ROOMS.includes(room) ? 'erp/<adapter>' : room
}

export interface DoorReport {
  /** Sentences that name file and line; empty when all is well. */
  readonly violations: readonly string[]
  /** How many files were read, by room. */
  readonly filesByRoom: ReadonlyMap<string, number>
  /** How many imports were judged. */
  readonly imports: number
}

/**
 * Holds all files (path from the project's root → text) against the table. Tests, and what only tests share, may open any room;
 * no room opens either.
 */
export function checkDoors(files: ReadonlyMap<string, string>): DoorReport {
  const violations: string[] = []
  const filesByRoom = new Map<string, number>()
  let imports = 0
  for (const [path, text] of files) {
    const room = roomOf(path)
    if (room === undefined) continue
    filesByRoom.set(room, (filesByRoom.get(room) ?? 0) + 1)
    if (!(rowOf(room) in DOORS)) violations.push(`${path}: the room "${room}" has no row in tools/rooms.ts.`)
    for (const found of importsOf(path, text)) {
      imports += 1
      const wrong = isTest(path) ? undefined : judge(path, room, found)
      if (wrong !== undefined) violations.push(`${path}:${found.line}: ${wrong}`)
    }
  }
  return { violations, filesByRoom, imports }
}

function judge(path: string, room: string, { specifier }: Import): string | undefined {
  if (specifier === undefined)
    return 'imports a module whose name is computed, so that nobody can say which room it opens.'
  if (/^(#|~|@\/|purvey\/|file:)/.test(specifier))
    return `imports "${specifier}" by an alias; use a relative path.`
  const doors = DOORS[rowOf(room)] ?? []
  const target = resolveImport(path, specifier)
  if (target === undefined) {
    const mayUse = room === 'db' || doors.includes('db') || doors.includes('*')
    return DATABASE_PACKAGES.test(specifier) && !mayUse
      ? `"${room}" may not use the database ("${specifier}").`
      : undefined
  }
  if (/[^./][^/]*\/\.\.(\/|$)/.test(specifier))
    return `imports "${specifier}", a path that goes through one room into another.`
  if (isTest(target)) return `opens the test ${target}.`
  // `new URL('..', import.meta.url)` names a folder the file lies in, not a module.
  if (`${path}/`.startsWith(target === '.' ? '' : `${target.replace(/\/$/, '')}/`)) return undefined
  const opened = roomOf(target)
  if (opened === undefined)
    return target === 'package.json' ? undefined : `opens ${target}, which is no part of the product.`
  if (opened === room || doors.includes('*') || doors.includes(rowOf(opened))) return undefined
  return `"${room}" may not open "${opened}" (${specifier}).`
}

/** `approve-order.test.ts`, and files such as `test-setup.ts` that hold what the tests of a room share. */
function isTest(path: string): boolean {
  return /(\.test\.tsx?|(^|\/)test-[^/]*\.ts)$/.test(path)
}

/** The table as ARCHITECTURE.md holds it. */
export function doorsTable(): string {
  const rows = Object.entries(DOORS).map(([room, doors]) => {
    const may = doors.includes('*') ? 'everything' : doors.length === 0 ? 'nothing' : doors.join(', ')
    return `| ${room} | ${may} |`
  })
  return ['<!-- doors -->', '', '| room | may open |', '| --- | --- |', ...rows, '', '<!-- /doors -->'].join(
    '\n',
  )
}

if (import.meta.main) console.log(doorsTable())
