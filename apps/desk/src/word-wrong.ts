// What went wrong with a call, in words. Where the screen has none for what the server said, it says what kind of refusal it is, and
// gives the server's own words apart.
import type { Words } from '@chappe/ui'
import { wordRefusal } from './word-served.ts'
import type { WordKey } from './words/en.ts'

/** A problem in words. */
export interface Wording {
  said: string
  /** What the server said, in English, where nobody here has words for it. */
  served?: string
}

/** A refusal of the server. */
export interface Refused {
  status: number
  code: string
  message: string
  body: Readonly<Record<string, unknown>>
}

const CODES: Readonly<Record<string, WordKey>> = {
  M_FORBIDDEN: 'wrong.code.forbidden',
  M_BAD_STATE: 'wrong.code.state',
  M_BAD_JSON: 'wrong.code.input',
  M_INVALID_PARAM: 'wrong.code.input',
  M_MISSING_PARAM: 'wrong.code.input',
  M_TOO_LARGE: 'wrong.code.tooMuch',
  M_RESOURCE_LIMIT_EXCEEDED: 'wrong.code.tooMuch',
}
const UNAVAILABLE = 503
const BROKEN = 500

/** A refusal, for people. */
export function wordRefused({ code, status, body, message }: Refused, words: Words<WordKey>): Wording {
  const { say } = words
  if (code === 'M_LIMIT_EXCEEDED') return { said: say('wrong.limit') }
  if (body['org.chappe.on_probation'] === true) return { said: say('wrong.probation') }
  if (isRecord(body['org.chappe.step_up']) && body['org.chappe.step_up']['needs_bound'] === true) return { said: say('wrong.bound') }
  if (status === 404) return { said: say('wrong.notFound') }
  const known = wordRefusal(message, words)
  if (known !== undefined) return { said: `${say('wrong.refused')} ${known}` }
  const kind = status === UNAVAILABLE ? 'wrong.code.unavailable' : status >= BROKEN ? 'wrong.code.broken' : (CODES[code] ?? 'wrong.code.other')
  return { said: say(kind), served: message }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
