// A browser without a screen: it keeps cookies, sends forms as a page would, and says whence they come.
import type { Server } from '@chappe/server'
import type { Authenticator, HttpAnswer, Person, TestServer } from '@chappe/testkit'
import { createAuthenticator, createPerson, request } from '@chappe/testkit'
import { madeWithLink } from './_accounts.ts'

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
  allowCredentials?: { id: string }[]
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

/** Somebody with a passkey, made by the operator and enrolled by the link that was printed. */
export interface Enrolled {
  person: Person
  /** The browser in which they enrolled. */
  browser: Browser
  passkey: Authenticator
}

/** Makes an account with the shared secret and registers a passkey with its link. */
export async function enrolled(ministry: TestServer<Server>, username: string, options: { admin?: boolean } = {}): Promise<Enrolled> {
  const { person, enrolmentUrl } = await madeWithLink(ministry, username, options)
  const browser = browserOn(ministry)
  const passkey = createAuthenticator(new URL(ministry.config.publicUrl).origin)
  await enrolIn(browser, enrolmentUrl, passkey)
  return { person, browser, passkey }
}

/** Follows an enrolment link in a browser, up to the first passkey. */
export async function enrolIn(browser: Browser, enrolmentUrl: string, passkey: Authenticator): Promise<void> {
  const token = new URL(enrolmentUrl).searchParams.get('token') ?? ''
  const taken = await browser.post('/enrol', { token })
  if (taken.location !== '/enrol/passkey') throw new Error(`the link leads nowhere: ${taken.status} ${taken.text}`)
  const page = await browser.get('/enrol/passkey')
  const credential = passkey.create(page.options())
  const added = await browser.post('/enrol/passkey', { csrf: page.field('csrf'), name: 'Work laptop', credential })
  if (added.status !== 303) throw new Error(`no passkey was made: ${added.status} ${added.text}`)
}

/** Signs a browser in with a passkey. */
export async function signInWith(browser: Browser, passkey: Authenticator, to = '/account'): Promise<Page> {
  const page = await browser.get(`/signin?continue=${encodeURIComponent(to)}`)
  return browser.post('/signin', { continue: to, credential: passkey.get(page.options()) })
}

/** Touches a passkey for a device, as a client of ours does. */
export async function touch(ministry: TestServer<Server>, person: Person, passkey: Authenticator): Promise<HttpAnswer> {
  const { options } = (await person.post('/_chappe/client/v1/step_up/begin')).body
  return request(ministry.url, 'POST', '/_chappe/client/v1/step_up/finish', {
    token: person.token,
    body: { credential: passkey.get(options) },
  })
}

/** Signs a further device in, as any way of signing in does in the end. */
export async function secondDevice(ministry: TestServer<Server>, { person, passkey }: Enrolled, name = 'Phone'): Promise<Person> {
  await touch(ministry, person, passkey)
  const { login_token: token } = (await person.post('/_matrix/client/v1/login/get_token')).body
  const { body } = await request(ministry.url, 'POST', '/_matrix/client/v3/login', {
    body: { type: 'm.login.token', token, initial_device_display_name: name },
  })
  return createPerson(() => ministry.url, body)
}
