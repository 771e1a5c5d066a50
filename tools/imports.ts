/**
 * Finds what a TypeScript or JavaScript file imports, in whatever form: static, type-only, re-exported, dynamic, inside a type,
 * `require`, or a module named by `new URL(…, import.meta.url)`. It reads syntax alone and runs nothing.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { parseSync } from 'oxc-parser'

export interface Import {
  /** As written; undefined for a dynamic import whose name is computed. */
  readonly specifier: string | undefined
  readonly line: number
}

type Node = { readonly type: string; readonly start: number } & Readonly<Record<string, unknown>>

/** All imports of one file. @throws Error when the file does not parse: an unread file must not count as clean. */
export function importsOf(path: string, text: string): Import[] {
  const { program, errors } = parseSync(path, text)
  const broken = errors[0]
  if (broken) throw new Error(`${path} does not parse: ${broken.message}`)
  const found: Import[] = []
  walk(program, (node) => {
    const source = sourceOf(node)
    if (source === undefined) return
    found.push({ specifier: textOf(source), line: text.slice(0, node.start).split('\n').length })
  })
  return found
}

/** The node that names the module, where `node` is an import of any kind. */
function sourceOf(node: Node): unknown {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return node['source']
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return node['source'] ?? undefined
    case 'TSExternalModuleReference':
      return node['expression']
    case 'CallExpression':
      return loads(node['callee'] as Node) ? firstArgument(node) : undefined
    case 'NewExpression':
      return (node['callee'] as Node)['name'] === 'URL' && isImportMetaUrl(node['arguments'])
        ? firstArgument(node)
        : undefined
    default:
      return undefined
  }
}

/** `require(…)`, `x.require(…)`, `require.resolve(…)`, `import.meta.resolve(…)`, and vitest's `vi.mock(…)` and its kin. */
function loads(callee: Node): boolean {
  if (callee.type === 'Identifier') return callee['name'] === 'require'
  if (callee.type !== 'MemberExpression') return false
  const name = (callee['property'] as Node)['name']
  const object = callee['object'] as Node
  if (name === 'require' || object['name'] === 'vi') return true
  return name === 'resolve' && (object.type === 'MetaProperty' || object['name'] === 'require')
}

function firstArgument(node: Node): unknown {
  return (node['arguments'] as readonly unknown[])[0]
}

function isImportMetaUrl(args: unknown): boolean {
  const base = (args as readonly Node[])[1]
  return base?.type === 'MemberExpression' && (base['object'] as Node).type === 'MetaProperty'
}

function textOf(source: unknown): string | undefined {
  const node = source as Node
  if (node.type === 'TSLiteralType') return textOf(node['literal'])
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value']
  const quasis = node['quasis'] as readonly { value: { cooked: string } }[] | undefined
  return node.type === 'TemplateLiteral' && quasis?.length === 1 ? quasis[0]?.value.cooked : undefined
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit)
  } else if (typeof value === 'object' && value !== null) {
    if (typeof (value as Node).type === 'string') visit(value as Node)
    for (const inner of Object.values(value)) walk(inner, visit)
  }
}

/** The file in the project that a relative specifier means, as a path from the root; undefined for a package. */
export function resolveImport(importer: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(importer), specifier)
  if (specifier.startsWith('/')) return posix.normalize(specifier.slice(1))
  return undefined
}

/** All source files below some folders, as paths from `root`, sorted. */
export function sourceFiles(root: string, folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mts|js|jsx|mjs|cjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !/(^|\/)(node_modules|dist)\//.test(path))
    .toSorted()
}

/** Those of `files` that import `target`, themselves or through others. */
export function filesReaching(root: string, files: readonly string[], target: string): string[] {
  const edges = new Map<string, readonly string[]>()
  const next = (path: string): readonly string[] => {
    const known = edges.get(path) ?? importedFiles(root, path)
    edges.set(path, known)
    return known
  }
  return files.filter((file) => {
    const seen = new Set([file])
    for (const path of seen) for (const other of next(path)) seen.add(other)
    return seen.has(target)
  })
}

function importedFiles(root: string, path: string): string[] {
  let text: string
  try {
    text = readFileSync(join(root, path), 'utf8')
  } catch {
    return []
  }
  if (!/\.(ts|tsx|js|mjs)$/.test(path)) return []
  return importsOf(path, text).flatMap(({ specifier }) => {
    const file = specifier === undefined ? undefined : resolveImport(path, specifier)
    return file === undefined ? [] : [file]
  })
}

/** The project's root folder. */
export const ROOT = dirname(import.meta.dirname)
