/** Another's words at the end of a sentence: quoted whole, with one full stop, theirs or ours. */
export function quotation(said: string): string {
  return `“${said}”${/[.!?…]$/.test(said) ? '' : '.'}`
}
