/**
 * Reads what a request carries, checks it by the contract, and says in sentences what does not fit. It never repeats a value:
 * it may be a secret.
 */
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'
import * as core from 'zod/v4/core'
import { storable } from '../core/storable.ts'

export interface FieldProblem {
  /** For programs, such as `lines.0.quantity`; empty for the whole. */
  readonly path: string
  readonly message: string
}

/** What was sent is not what the endpoint takes. */
export class InvalidInput extends Error {
  readonly fields: readonly FieldProblem[]

  constructor(fields: readonly FieldProblem[]) {
    super('The request is not what this endpoint takes.')
    this.fields = fields
  }
}

const MOST_PROBLEMS = 50
/** The contract needs a handful; whoever sends thousands wants the stack to run out. */
const MOST_LEVELS = 32

/** JSON bodies are read as Fastify reads them, but an empty one is none: many programs name the type without sending anything. */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (body === '') done(null, undefined)
    else void parse(request, body, done)
  })
}

/**
 * For Fastify: parsed values replace what was sent, so handlers see only what the contract names, and only texts that the
 * database takes.
 */
export const validateByContract: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data: unknown) => {
    if (data === undefined || data === null) return { error: new InvalidInput([nothingSent]) }
    if (isDeeperThan(MOST_LEVELS, data)) return { error: new InvalidInput([tooDeep]) }
    const result = core.safeParse(schema, storable(data), { error: sentenceOf })
    if (result.success) return { value: result.data }
    // What is wrong with a field in several ways is told once.
    const fields = new Map(
      result.error.issues
        .toReversed()
        .map(fieldOf)
        .map((field) => [field.path, field]),
    )
    return { error: new InvalidInput([...fields.values()].toReversed().slice(0, MOST_PROBLEMS)) }
  }

const tooDeep: FieldProblem = {
  path: '',
  message: `The body holds lists or objects within one another more than ${MOST_LEVELS} times.`,
}
const nothingSent: FieldProblem = { path: '', message: 'The body is missing: a JSON object is expected.' }

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((part) => isDeeperThan(levels - 1, part))
}

function fieldOf(issue: core.$ZodIssue): FieldProblem {
  if (issue.path.length === 0 && issue.code === 'invalid_type')
    return { path: '', message: 'The body has to be a JSON object.' }
  return { path: issue.path.map(String).join('.'), message: issue.message }
}

/** Where a field is, as people count and speak: `lines.0.unitPrice` is `Line 1 · unit price`. */
export function placeOf(path: string): string {
  const parts: string[] = []
  for (const step of path.split('.')) {
    if (/^\d+$/.test(step)) parts.push(`${singular(parts.pop() ?? 'entry')} ${Number(step) + 1}`)
    else
      parts.push(step.replaceAll(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`).replace(/^po /, 'PO '))
  }
  const place = parts.join(' · ')
  return place.charAt(0).toUpperCase() + place.slice(1)
}

function singular(plural: string): string {
  return plural.replace(/ies$/, 'y').replace(/s$/, '')
}

/** The words where the contract has none of its own. */
function sentenceOf(issue: core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'This is missing.' : `This has to be ${nounOf(issue.expected)}.`
    case 'too_small':
      if (issue.origin === 'string') return 'This is empty. Fill it in.'
      return `This is too small: the least is ${measure(issue.origin, issue.minimum)}.`
    case 'too_big':
      if (issue.origin === 'string')
        return `This is too long: at most ${issue.maximum} characters are possible.`
      return `This is too large: the most is ${measure(issue.origin, issue.maximum)}.`
    case 'invalid_value':
      return `This has to be one of: ${issue.values.map(String).join(', ')}.`
    case 'invalid_format':
      return `This is not written as it has to be (${issue.format}).`
    case 'unrecognized_keys':
      return `Nothing here is called ${issue.keys.join(', ')}.`
    case 'invalid_union':
      return 'This has none of the forms that it may have.'
    default:
      return 'This is not a value that is taken here.'
  }
}

function nounOf(expected: string): string {
  const nouns: Readonly<Record<string, string>> = {
    string: 'text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
    record: 'an object',
  }
  return nouns[expected] ?? expected
}

function measure(origin: string, bound: number | bigint): string {
  return origin === 'array' || origin === 'set' ? `${bound} entries` : String(bound)
}
