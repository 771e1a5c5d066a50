// Reads the `where` grammar into a tree: comparisons, IS [NOT] NULL, [NOT] LIKE, IN, NOT IN, AND, OR, parentheses.
// It must answer any text with a tree or a WhereError that names the place, never hang or overflow.

export type WhereLiteral = { kind: 'text' | 'word' | 'number'; text: string }
export type WhereOperator = '=' | '<>' | '<' | '>' | '<=' | '>='

export type WhereCondition =
  | { kind: 'compare'; field: string; operator: WhereOperator; value: WhereLiteral }
  | { kind: 'null'; field: string; negated: boolean }
  | { kind: 'like'; field: string; negated: boolean; pattern: string }
  | { kind: 'in'; field: string; negated: boolean; values: WhereLiteral[] }

export type WhereNode = WhereCondition | { kind: 'and' | 'or'; parts: WhereNode[] }

/** `at` is the 1-based position in the text. The sentence is ours: Omni's own text is unknown (guess). */
export class WhereError extends Error {
  readonly at: number
  constructor(message: string, at: number) {
    super(`${message} at position ${at}`)
    this.at = at
  }
}

type Token = {
  kind: 'word' | 'number' | 'text' | 'operator' | 'open' | 'close' | 'comma' | 'end'
  text: string
  at: number
}

const deepest = 200
const plain = /[A-Za-z0-9_.:+-]/
const operators: Record<string, WhereOperator> = {
  '=': '=',
  '<>': '<>',
  '<': '<',
  '>': '>',
  '<=': '<=',
  '>=': '>=',
}
const marks: Record<string, Token['kind']> = { '(': 'open', ')': 'close', ',': 'comma' }

function readQuoted(source: string, start: number): { text: string; next: number } {
  let text = ''
  for (let i = start + 1; i < source.length; i += 1) {
    if (source[i] !== "'") text += source[i]
    else if (source[i + 1] === "'") {
      text += "'"
      i += 1
    } else return { text, next: i + 1 }
  }
  throw new WhereError('The quoted text is not closed', start + 1)
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = []
  let i = 0
  while (i < source.length) {
    const char = source[i] ?? ''
    const at = i + 1
    const mark = marks[char]
    if (/\s/.test(char)) i += 1
    else if (mark) {
      tokens.push({ kind: mark, text: char, at })
      i += 1
    } else if (char === "'") {
      const quoted = readQuoted(source, i)
      tokens.push({ kind: 'text', text: quoted.text, at })
      i = quoted.next
    } else if ('=<>!'.includes(char)) {
      const two = source.slice(i, i + 2)
      const text = operators[two] ? two : char
      const operator = operators[text]
      if (!operator) throw new WhereError(`Unexpected "${char}"`, at)
      tokens.push({ kind: 'operator', text: operator, at })
      i += text.length
    } else if (plain.test(char)) {
      let end = i + 1
      while (end < source.length && plain.test(source[end] ?? '')) end += 1
      const text = source.slice(i, end)
      tokens.push({ kind: /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? 'number' : 'word', text, at })
      i = end
    } else throw new WhereError(`Unexpected "${char}"`, at)
  }
  tokens.push({ kind: 'end', text: '', at: source.length + 1 })
  return tokens
}

class Parser {
  readonly #tokens: Token[]
  #next = 0
  #depth = 0

  constructor(source: string) {
    this.#tokens = tokenize(source)
  }

  parse(): WhereNode {
    const node = this.#or()
    const rest = this.#peek()
    if (rest.kind !== 'end') throw this.#unexpected(rest, 'AND, OR or the end')
    return node
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', at: 0 }
  }

  #take(): Token {
    const token = this.#peek()
    if (token.kind !== 'end') this.#next += 1
    return token
  }

  #unexpected(token: Token, wanted: string): WhereError {
    return new WhereError(
      `Expected ${wanted} but found ${token.kind === 'end' ? 'the end' : `"${token.text}"`}`,
      token.at,
    )
  }

  #word(word: string): boolean {
    const token = this.#peek()
    if (token.kind !== 'word' || token.text.toUpperCase() !== word) return false
    this.#next += 1
    return true
  }

  #or(): WhereNode {
    const parts = [this.#and()]
    while (this.#word('OR')) parts.push(this.#and())
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'or', parts }
  }

  #and(): WhereNode {
    const parts = [this.#term()]
    while (this.#word('AND')) parts.push(this.#term())
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'and', parts }
  }

  #term(): WhereNode {
    const token = this.#take()
    if (token.kind === 'open') {
      this.#depth += 1
      if (this.#depth > deepest) throw new WhereError('The parentheses are nested too deeply', token.at)
      const node = this.#or()
      const close = this.#take()
      if (close.kind !== 'close') throw this.#unexpected(close, '")"')
      this.#depth -= 1
      return node
    }
    if (token.kind !== 'word') throw this.#unexpected(token, 'a field name')
    return this.#condition(token.text)
  }

  #condition(field: string): WhereNode {
    const token = this.#peek()
    if (token.kind === 'operator') {
      this.#next += 1
      return { kind: 'compare', field, operator: token.text as WhereOperator, value: this.#literal() }
    }
    if (this.#word('IS')) {
      const negated = this.#word('NOT')
      if (!this.#word('NULL')) throw this.#unexpected(this.#peek(), 'NULL')
      return { kind: 'null', field, negated }
    }
    const negated = this.#word('NOT')
    if (this.#word('LIKE')) {
      const pattern = this.#take()
      if (pattern.kind !== 'text') throw this.#unexpected(pattern, 'a text in single quotes')
      return { kind: 'like', field, negated, pattern: pattern.text }
    }
    if (this.#word('IN')) return { kind: 'in', field, negated, values: this.#list() }
    throw this.#unexpected(this.#peek(), negated ? 'LIKE or IN' : 'an operator')
  }

  #literal(): WhereLiteral {
    const token = this.#take()
    if (token.kind !== 'text' && token.kind !== 'number' && token.kind !== 'word')
      throw this.#unexpected(token, 'a value')
    // An unquoted date with a blank (2024-01-01 00:00:00) arrives as two words.
    const time = this.#peek()
    if (
      /^\d{4}-\d{1,2}-\d{1,2}$/.test(token.text) &&
      time.kind === 'word' &&
      /^\d{1,2}:\d{2}/.test(time.text)
    ) {
      this.#next += 1
      return { kind: 'word', text: `${token.text} ${time.text}` }
    }
    return { kind: token.kind, text: token.text }
  }

  #list(): WhereLiteral[] {
    const open = this.#take()
    if (open.kind !== 'open') throw this.#unexpected(open, '"("')
    const values = [this.#literal()]
    for (;;) {
      const token = this.#take()
      if (token.kind === 'close') return values
      if (token.kind !== 'comma') throw this.#unexpected(token, '"," or ")"')
      values.push(this.#literal())
    }
  }
}

export function parseWhere(source: string): WhereNode {
  return new Parser(source).parse()
}
