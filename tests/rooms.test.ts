/** Every import of the product is held against the table of doors, and the checker is held against planted violations. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT, sourceFiles } from '../tools/imports.ts'
import { checkDoors, DOORS, doorsTable, roomOf } from '../tools/rooms.ts'

const paths = sourceFiles(ROOT, ['src', 'web'])
const report = checkDoors(new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')])))

describe('the product', () => {
  it('opens no door that the table does not give', () => {
    expect(report.violations).toEqual([])
  })

  it('was really read: every folder with code is a room with files, and imports were found', () => {
    const folders = (below: string): string[] =>
      readdirSync(join(ROOT, below), { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
        .filter((path) => !path.startsWith('web/dist/'))
    const expected = [...folders('src'), ...folders('web')]
    expect([...report.filesByRoom.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(
      expected.length,
    )
    expect(new Set(report.filesByRoom.keys())).toEqual(new Set(paths.map(roomOf)))
    for (const path of expected) expect(paths).toContain(path)
    expect(report.imports).toBeGreaterThan(expected.length)
  })

  it('has a room for every row', () => {
    const rooms = [...report.filesByRoom.keys()]
    const rows = Object.keys(DOORS).map((row) => (row === 'erp/<adapter>' ? 'erp/cin7-omni' : row))
    expect(rows.filter((row) => !rooms.includes(row))).toEqual([])
  })

  it('has the same table in ARCHITECTURE.md', () => {
    const text = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8')
    expect(tight(text)).toContain(tight(doorsTable()))
  })
})

/** Without the spaces that a formatter puts into a table. */
function tight(text: string): string {
  return text.replaceAll(/-{3,}/g, '---').replaceAll(/[ \t]+/g, ' ')
}

describe('the checker', () => {
  const violations = (path: string, text: string): readonly string[] =>
    checkDoors(new Map([[path, text]])).violations

  it.each([
    ['a static import', `import { openDatabase } from '../db/open.ts'`],
    ['an import for its effect', `import '../db/open.ts'`],
    ['a type import', `import type { Db } from '../db/transact.ts'`],
    ['an inline type import', `import { type Db } from '../db/transact.ts'`],
    ['a re-export', `export { openDatabase } from '../db/open.ts'`],
    ['a re-export of everything', `export * from '../db/open.ts'`],
    ['a re-export under a name', `export * as db from '../db/open.ts'`],
    ['a type re-export', `export type { Db } from '../db/transact.ts'`],
    ['a dynamic import', `export const load = () => import('../db/open.ts')`],
    ['a dynamic import of a template', 'export const load = () => import(`../db/open.ts`)'],
    ['a computed dynamic import', 'export const load = (name: string) => import(`../db/${name}.ts`)'],
    ['an import inside a type', `export type D = import('../db/transact.ts').Db`],
    ['typeof an import', `export type O = typeof import('../db/open.ts')`],
    ['an import with assignment', `import db = require('../db/open.ts')`],
    ['require', `const db = require('../db/open.ts')`],
    ['a worker', `new Worker(new URL('../db/open.ts', import.meta.url))`],
    ['import.meta.resolve', `import.meta.resolve('../db/open.ts')`],
    ['a path through an open room', `import { openDatabase } from '../core/../db/open.ts'`],
    ['a path through a closed room', `import { money } from '../db/../core/money.ts'`],
    ['a path from above', `import { openDatabase } from '../../src/db/open.ts'`],
    ['an alias', `import { openDatabase } from '#db/open.ts'`],
    ['the package by its own name', `import { openDatabase } from 'purvey/src/db/open.ts'`],
    ['a test', `import { x } from './order-rules.test.ts'`],
    ['test support', `import { x } from '../../tests/support/test-database.ts'`],
    ['the database driver', `import { Client } from 'pg'`],
    ['a part of the query maker', `import { Migrator } from 'kysely/migration'`],
  ])('catches %s', (_, text) => {
    expect(violations('src/rules/order-rules.ts', text)).toHaveLength(1)
    expect(violations('src/rules/order-rules.ts', `import { z } from 'zod'\n\n${text}\n`)[0]).toContain(
      'order-rules.ts:3:',
    )
  })

  it.each([
    ['src/core/money.ts', '../rules/pricing.ts'],
    ['src/orders/place-order.ts', '../erp/port.ts'],
    ['src/orders/place-order.ts', '../sync/drain-pushes.ts'],
    ['src/erp/port.ts', '../db/open.ts'],
    ['src/erp/port.ts', './cin7-omni/client.ts'],
    ['src/erp/cin7-omni/adapter.ts', '../other-erp/client.ts'],
    ['src/erp/cin7-omni/adapter.ts', '../registry.ts'],
    ['src/erp/cin7-omni/mapping/product.ts', '../../../db/open.ts'],
    ['src/simulators/cin7-omni/server.ts', '../../core/clock.ts'],
    ['src/orders/approve-order.ts', '../sales-orders/build-intents.ts'],
    ['src/orders/approve-order.ts', '../connections/erp-door.ts'],
    ['src/sync/drain-pushes.ts', '../erp/cin7-omni/client.ts'],
    ['src/sync/drain-pushes.ts', '../erp/registry.ts'],
    ['src/connections/connect.ts', '../erp/registry.ts'],
    ['src/connections/connect.ts', './test-setup.ts'],
    ['src/contract/orders.ts', '../db/tables.ts'],
    ['src/server/routes/orders.ts', '../../sync/drain-pushes.ts'],
    ['src/server/routes/orders.ts', '../../erp/registry.ts'],
    ['src/server/app.ts', '../main.ts'],
    ['src/db/open.ts', '../../tools/imports.ts'],
    ['web/ui/button.tsx', '../kit/client.ts'],
    ['web/kit/client.ts', '../../src/orders/place-order.ts'],
    ['web/supplier/pages/orders.tsx', '../../main.tsx'],
    ['src/attic/old.ts', './older.ts'],
  ])('%s may not open %s', (path, specifier) => {
    expect(violations(path, `import { x } from '${specifier}'`)).toHaveLength(1)
  })

  it.each([
    ['src/orders/place-order.ts', '../pushes/push-store.ts'],
    ['src/erp/cin7-omni/mapping/product.ts', '../wire.ts'],
    ['src/erp/cin7-omni/mapping/product.ts', '../../port.ts'],
    ['src/erp/registry.ts', './cin7-omni/adapter.ts'],
    ['src/sync/drain-pushes.ts', '../connections/erp-door.ts'],
    ['src/sales-orders/build-intents.ts', '../erp/port.ts'],
    ['src/product.ts', './erp/registry.ts'],
    ['src/main.ts', './sync/drain-pushes.ts'],
    ['src/db/open.test.ts', '../../tests/support/test-database.ts'],
    ['src/connections/test-setup.ts', '../erp/registry.ts'],
    ['src/db/open.ts', 'pg'],
    ['src/orders/order-store.ts', 'kysely'],
    ['web/supplier/pages/orders.tsx', '../../../src/contract/orders.ts'],
    ['web/main.tsx', './supplier/routes.tsx'],
  ])('%s may open %s', (path, specifier) => {
    expect(violations(path, `import { x } from '${specifier}'`)).toEqual([])
  })

  it('lets a file name the folder that it lies in', () => {
    expect(violations('web/vite.config.ts', `new URL('.', import.meta.url)`)).toEqual([])
    expect(violations('src/db/migrate.ts', `new URL('../..', import.meta.url)`)).toEqual([])
  })

  it('does not take an unreadable file for a clean one', () => {
    expect(() => violations('src/core/money.ts', 'import {')).toThrow('does not parse')
  })

  it('names only rooms that have a row of their own', () => {
    const named = Object.values(DOORS)
      .flat()
      .filter((room) => room !== '*')
    expect(named.filter((room) => !(room in DOORS))).toEqual([])
  })
})
