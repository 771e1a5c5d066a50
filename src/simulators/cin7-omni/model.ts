// What a model is: a named list of fields with kinds and marks, parsed once from the plain tables in models-*.ts.
// Nothing here knows what any field means.

export type FieldKind = 'int' | 'dec' | 'str' | 'bool' | 'date' | 'ints' | 'strs' | 'map' | 'one' | 'list'

export type Field = {
  name: string
  kind: FieldKind
  /** Name of the nested model when kind is `one` or `list`. */
  nested?: string
  nonNull: boolean
  readOnly: boolean
  maxLength?: number
  values?: string[]
}

export type Model = {
  name: string
  fields: Field[]
  /** Lower-cased field name to field: names match in any case (several live clients). */
  byName: Map<string, Field>
}

const registry = new Map<string, Model>()

const plainKinds = new Set<string>(['int', 'dec', 'str', 'bool', 'date', 'ints', 'strs', 'map'])

function parseField(line: string): Field {
  const [name = '', kindWord = '', ...marks] = line.split(' ')
  const [kind = '', nested] = kindWord.split(':')
  if (!plainKinds.has(kind) && nested === undefined)
    throw new Error(`Field ${name} has unknown kind ${kindWord}`)
  const field: Field = {
    name,
    kind: kind as FieldKind,
    nonNull: marks.includes('nonNull'),
    readOnly: marks.includes('readOnly'),
  }
  if (nested !== undefined) field.nested = nested
  for (const mark of marks) {
    if (mark.startsWith('max=')) field.maxLength = Number(mark.slice(4))
    if (mark.startsWith('in=')) field.values = mark.slice(3).replaceAll('_', ' ').split('/')
  }
  return field
}

export function defineModel(name: string, table: string): Model {
  const fields = table.trim().split('\n').map(parseField)
  const model = { name, fields, byName: new Map(fields.map((field) => [field.name.toLowerCase(), field])) }
  registry.set(name, model)
  return model
}

export function modelNamed(name: string): Model {
  const model = registry.get(name)
  if (!model) throw new Error(`No model named ${name}`)
  return model
}
