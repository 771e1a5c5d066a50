/**
 * An expected no: returned, never thrown. A bug is thrown. Every refusal carries a code that the contract lists, so that
 * the HTTP layer can translate all of them and a new one does not compile until it is translated.
 */

export interface Refusal<Code extends string = string> {
  readonly refused: true
  readonly code: Code
  /** What is wrong, what was seen, what to do: a sentence for a person. */
  readonly sentence: string
  /** The inputs at fault, by path in the request (`lines.3.quantity`). */
  readonly fields?: readonly { path: string; message: string }[]
  /** Facts a program can act on, such as the revision that is current now. */
  readonly facts?: Readonly<Record<string, unknown>>
}

/** Makes a refusal. */
export function refuse<Code extends string>(
  code: Code,
  sentence: string,
  more: Pick<Refusal<Code>, 'fields' | 'facts'> = {},
): Refusal<Code> {
  return { refused: true, code, sentence, ...more }
}

/** Tells a refusal from any other value. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && (value as { refused?: unknown }).refused === true
}
