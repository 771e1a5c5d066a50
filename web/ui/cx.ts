// Joins class names, leaving out what is false. Must never try to resolve conflicts between classes.

/** `cx('a', busy && 'b')` is `'a b'` or `'a'`. */
export function cx(...parts: readonly (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(' ')
}
