// Passwords that nobody should have: short ones, those that are tried first, and those that are made of a name.
import { dictionary } from '@zxcvbn-ts/language-common'
import { MatrixError } from '@chappe/contract'

/** Of an account's own password, in characters. https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver */
const LENGTH_MIN = 8
/** A name of fewer characters is in too many words to say anything. */
const WORD_MIN = 4

/** The best known passwords that are long enough to be asked about; made when first needed. */
let known: ReadonlySet<string> | undefined

function isKnown(password: string): boolean {
  known ??= new Set(dictionary['passwords-common'].map(String).filter((each) => each.length >= LENGTH_MIN))
  return known.has(password.toLowerCase())
}

/**
 * Throws `M_WEAK_PASSWORD` with the reason. `words`: what an attacker would try first for this account, such as its name and
 * that of the server: what is left of the password without them has to be long enough by itself.
 */
export function assertStrongPassword(password: string, words: readonly string[]): void {
  if (Array.from(password).length < LENGTH_MIN) throw weak(`A password needs ${LENGTH_MIN} characters or more`)
  if (isKnown(password)) throw weak('That password is one of those that everybody tries first')
  const left = words
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= WORD_MIN)
    .reduce((text, word) => text.replaceAll(word, ''), password.toLowerCase())
  if (Array.from(left).length < LENGTH_MIN && left.length < password.length) throw weak('That password is made of a name that is known')
}

function weak(message: string): MatrixError {
  return new MatrixError('M_WEAK_PASSWORD', { message })
}
