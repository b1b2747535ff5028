// Where somebody was going when they began to enrol: the sign-in of an application, which waits for half an hour.
import type { IncomingHttpHeaders } from 'node:http'
import { continueOf } from '../../pages/forms.ts'

/** Holds a path of this server and nothing else. */
const COOKIE = 'chappe-next'
const KEPT_SECONDS = 30 * 60
const NOWHERE = continueOf(undefined)

/** The header that keeps a path. */
export function keepNext(path: string): Readonly<Record<string, string>> {
  return { 'set-cookie': `${COOKIE}=${encodeURIComponent(continueOf(path))}; Path=/enrol; HttpOnly; SameSite=Lax; Max-Age=${KEPT_SECONDS}` }
}

/** The path that was kept; undefined where somebody came for enrolment alone. */
export function nextOf({ cookie = '' }: IncomingHttpHeaders): string | undefined {
  const found = /(?:^|;\s*)chappe-next=([\w%.~!*'()-]{1,4096})(?:;|$)/.exec(cookie.slice(0, 16_384))?.[1]
  const path = found === undefined ? NOWHERE : continueOf(decoded(found))
  return path === NOWHERE ? undefined : path
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
