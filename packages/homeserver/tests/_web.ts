// A browser without a screen: it keeps cookies, sends forms as a page would, and says whence they come.
import type { Server } from '@chappe/server'
import type { HttpAnswer, TestServer } from '@chappe/testkit'
import { request } from '@chappe/testkit'

/** A page as it came. */
export interface Page {
  status: number
  /** Where a redirect leads. */
  location: string | undefined
  text: string
  headers: Headers
  /** The value of the first field of a name. */
  field(name: string): string
  /** What a passkey form asks the browser for. */
  options(): Options
}

/** The part of WebAuthn's options that the tests read. */
export interface Options {
  challenge: string
  rpId?: string
  rp?: { id: string }
  user?: { id: string; name: string }
  excludeCredentials?: { id: string }[]
}

/** One browser of one person. */
export interface Browser {
  cookies: Map<string, string>
  get(path: string, headers?: Record<string, string>): Promise<Page>
  /** Sends a form from a page of the server. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Page>
}

/** Opens a browser. */
export function browserOn(chappe: TestServer<Server>): Browser {
  const cookies = new Map<string, string>()
  const cookieHeader = (): Record<string, string> =>
    cookies.size === 0 ? {} : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
  const take = (answer: HttpAnswer): Page => {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      if (/Max-Age=0(?:;|$)/.test(line)) cookies.delete(pair.slice(0, at))
      else cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return pageOf(answer)
  }
  return {
    cookies,
    async get(path, headers = {}) {
      return take(await request(chappe.url, 'GET', path, { headers: { ...cookieHeader(), ...headers } }))
    },
    async post(path, fields, headers = {}) {
      const own = { origin: chappe.config.publicUrl, 'content-type': 'application/x-www-form-urlencoded', ...cookieHeader() }
      const raw = new URLSearchParams(fields).toString()
      return take(await request(chappe.url, 'POST', path, { headers: { ...own, ...headers }, raw }))
    },
  }
}

function pageOf(answer: HttpAnswer): Page {
  const text = Buffer.from(answer.bytes).toString('utf8')
  return {
    status: answer.status,
    location: answer.headers.get('location') ?? undefined,
    text,
    headers: answer.headers,
    field(name) {
      return unescape(new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '')
    },
    options() {
      return JSON.parse(unescape(/data-options="([^"]*)"/.exec(text)?.[1] ?? 'null'))
    },
  }
}

function unescape(text: string): string {
  return text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
}
