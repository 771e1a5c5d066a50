/** Checks what a request carries by the contract, and says in sentences what does not fit. It never repeats a value: it may be a secret. */
import type { FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'
import * as core from 'zod/v4/core'

export interface FieldProblem {
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

/** For Fastify: parsed values replace what was sent, so handlers see only what the contract names. */
export const validateByContract: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data: unknown) => {
    const result = core.safeParse(schema, data, { error: sentenceOf })
    if (result.success) return { value: result.data }
    return { error: new InvalidInput(result.error.issues.slice(0, MOST_PROBLEMS).map(fieldOf)) }
  }

function fieldOf(issue: core.$ZodIssue): FieldProblem {
  return { path: issue.path.map(String).join('.'), message: issue.message }
}

/** The words where the contract has none of its own. */
function sentenceOf(issue: core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'This is missing.' : `This has to be ${nounOf(issue.expected)}.`
    case 'too_small':
      return `This is too small: the least is ${measure(issue.origin, issue.minimum)}.`
    case 'too_big':
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
  if (origin === 'string') return `${bound} characters`
  return origin === 'array' || origin === 'set' ? `${bound} entries` : String(bound)
}
