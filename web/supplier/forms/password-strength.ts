// A rough word on how hard a password is to guess, while it is typed. Only a hint: the server alone decides.

export type PasswordStrength = { word: 'empty' | 'short' | 'weak' | 'fair' | 'strong'; missing: number }

const least = 10
const easy = /password|passwort|qwert|asdf|letmein|welcome|purvey|12345|abcde|(.)\1{3}/i

export function passwordStrength(password: string): PasswordStrength {
  if (password === '') return { word: 'empty', missing: least }
  if (password.length < least) return { word: 'short', missing: least - password.length }
  const different = new Set(password.toLowerCase()).size
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(password)).length
  if (easy.test(password) || different < 6) return { word: 'weak', missing: 0 }
  if (password.length >= 16 || (password.length >= 12 && kinds >= 3)) return { word: 'strong', missing: 0 }
  return { word: kinds >= 2 ? 'fair' : 'weak', missing: 0 }
}
