// From a one-time link to a passkey, and to a second one: the pages on which people are enrolled.
import { MatrixError } from '@chappe/contract'
import type { IncomingHttpHeaders } from 'node:http'
import type { PageBody } from '../../http/reveal-tap.ts'
import { agentName } from '../../pages/agent.ts'
import { assertCsrf, assertOwnForm } from '../../pages/forms.ts'
import type { Language } from '../../pages/language.ts'
import { languageOf } from '../../pages/language.ts'
import { redirect } from '../../pages/page.ts'
import { STEP_UP_MS } from '../../step-up.ts'
import type { WebOrigin, WebSession, WebSessions } from '../../web-session.ts'
import type { Addresses, Who } from './addresses.ts'
import { showAddress, takeAddress } from './by-address.ts'
import { keepNext, nextOf } from './next.ts'
import { donePage, linkPage, newPasskeyPage } from './pages.ts'

export type { Addresses } from './addresses.ts'

/** How a link stands; see `EnrolmentLinks`. */
type LinkState =
  | { state: 'gone' }
  | { state: 'early'; goodFromMs: number }
  | ({ state: 'good'; kind: 'first' | 'recovery' } & Who)

/** What the feature is given. */
export interface EnrolmentPagesDeps {
  sessions: WebSessions
  ways: {
    links: { look(token: string): Promise<LinkState>; spend(token: string): Promise<LinkState> }
    /** Left out: nobody enrols by an address here. */
    addresses?: Addresses | undefined
  }
  passkeys: {
    list(userNid: number): Promise<readonly object[]>
    registrationOptions(who: Who): Promise<object>
    register(who: Who, answer: string, name: string): Promise<void>
    removeAllOf(userNid: number): Promise<void>
  }
  assertMayComeIn(userNid: number, way: 'enrolment'): Promise<void>
  now(): number
  settings: { publicUrl: string; serverName: string }
}

/** What a browser sends along. */
export interface Browser {
  headers: IncomingHttpHeaders
  from: WebOrigin
}

/** What the address of the first page says. */
interface Asked {
  token?: string | undefined
  id?: string | undefined
  /** What the field of the address holds at first. */
  address?: string | undefined
  /** Where it goes on at the end. */
  continue?: string | undefined
  lang?: string | undefined
}

/** The operations of this feature. */
export interface EnrolmentPages {
  showLink(browser: Browser, asked: Asked): Promise<PageBody>
  /** Takes the link: a click, so that a program that looks at links in mails does not use it up. */
  takeLink(browser: Browser, form: URLSearchParams): Promise<PageBody>
  showPasskey(browser: Browser, lang: string | undefined): Promise<PageBody>
  addPasskey(browser: Browser, form: URLSearchParams): Promise<PageBody>
  showDone(browser: Browser, lang: string | undefined): Promise<PageBody>
}

/** Ties the operations to what they need. */
export function createEnrolmentPages(deps: EnrolmentPagesDeps): EnrolmentPages {
  return {
    async showLink({ headers }, { id, token = '', address, continue: next, lang }) {
      // Kept by the browser over the pages in between, the mail among them: it is the same browser, or nothing is lost.
      if (next !== undefined) return redirect(address === undefined ? '/enrol' : `/enrol?${new URLSearchParams({ address })}`, keepNext(next))
      const isByAddress = deps.ways.addresses?.isOn === true && (token === '' || id !== undefined)
      if (isByAddress) return showAddress(languageOf(headers, lang), { id, token, address })
      return linkPage(languageOf(headers, lang), token, token === '' ? undefined : await deps.ways.links.look(token))
    },
    takeLink: (browser, form) => takeLink(deps, browser, form),
    async showPasskey(browser, lang) {
      const found = await mayAdd(deps, browser)
      return 'leave' in found ? found.leave : passkeyPage(deps, browser, found, languageOf(browser.headers, lang))
    },
    addPasskey: (browser, form) => addPasskey(deps, browser, form),
    async showDone({ headers }, lang) {
      const session = await deps.sessions.find(headers.cookie)
      if (session === undefined) return redirect('/signin')
      return donePage(languageOf(headers, lang), { session, next: nextOf(headers), ...deps.settings })
    },
  }
}

async function takeLink(deps: EnrolmentPagesDeps, browser: Browser, form: URLSearchParams): Promise<PageBody> {
  assertOwnForm(browser.headers, deps.settings.publicUrl)
  if (form.has('act')) return takeAddressForm(deps, browser, form)
  const token = (form.get('token') ?? '').slice(0, 64)
  const link = await deps.ways.links.look(token)
  if (link.state === 'good') await deps.assertMayComeIn(link.userNid, 'enrolment')
  const taken = link.state === 'good' ? await deps.ways.links.spend(token) : link
  if (taken.state !== 'good') return linkPage(languageOf(browser.headers), token, taken)
  if (taken.kind === 'recovery') {
    // What was lost may have been found by somebody else.
    await deps.passkeys.removeAllOf(taken.userNid)
    await deps.sessions.endAll(taken.userId)
  }
  return letIn(deps, browser, taken)
}

/** An address that was shown makes an account, whose owner then makes a passkey. */
async function takeAddressForm(deps: EnrolmentPagesDeps, browser: Browser, form: URLSearchParams): Promise<PageBody> {
  if (deps.ways.addresses === undefined) throw new MatrixError('M_NOT_FOUND')
  const step = await takeAddress(deps.ways.addresses, languageOf(browser.headers), form)
  return 'page' in step ? step.page : letIn(deps, browser, step.made)
}

/** Somebody may register a first passkey, and do nothing else. */
async function letIn(deps: EnrolmentPagesDeps, browser: Browser, who: Who): Promise<PageBody> {
  await deps.sessions.end(browser.headers.cookie)
  return redirect('/enrol/passkey', { 'set-cookie': await deps.sessions.begin(who, [], browser.from) })
}

/** Who may add a passkey, and how many there are; else where the browser has to go first. */
type MayAdd = { session: WebSession; count: number } | { leave: PageBody }

/**
 * The first passkey is added by whoever was let in for it, or by somebody with a password who has just shown it; each
 * further one by somebody who has touched one just now.
 */
async function mayAdd(deps: EnrolmentPagesDeps, { headers }: Browser): Promise<MayAdd> {
  const session = await deps.sessions.find(headers.cookie)
  if (session === undefined) return { leave: redirect('/signin?continue=/enrol/passkey') }
  const { length: count } = await deps.passkeys.list(session.userNid)
  const isFresh = deps.now() - session.authenticatedAtMs < STEP_UP_MS
  if (count === 0 && (session.methods.length === 0 || isFresh)) return { session, count }
  if (session.methods.length === 0 || count === 0) return { leave: redirect('/signin?continue=/enrol/passkey') }
  if (isFresh && session.methods.at(-1) === 'passkey') return { session, count }
  return { leave: redirect('/step-up?continue=/enrol/passkey') }
}

async function passkeyPage(
  deps: EnrolmentPagesDeps,
  browser: Browser,
  { session, count }: { session: WebSession; count: number },
  more: Language | { language: Language; refused: true },
): Promise<PageBody> {
  const language = typeof more === 'string' ? more : more.language
  return newPasskeyPage({
    language,
    session,
    count,
    options: await deps.passkeys.registrationOptions(session),
    name: agentName(browser.headers['user-agent']),
    isRefused: typeof more !== 'string',
  })
}

async function addPasskey(deps: EnrolmentPagesDeps, browser: Browser, form: URLSearchParams): Promise<PageBody> {
  assertOwnForm(browser.headers, deps.settings.publicUrl)
  const found = await mayAdd(deps, browser)
  if ('leave' in found) return found.leave
  const { session, count } = found
  assertCsrf(form, session.csrf)
  try {
    await deps.passkeys.register(session, form.get('credential') ?? '', (form.get('name') ?? '').slice(0, 255))
  } catch (error) {
    if (!(error instanceof MatrixError) || error.status >= 500) throw error
    return passkeyPage(deps, browser, found, { language: languageOf(browser.headers), refused: true })
  }
  const to = count === 0 ? '/enrol/passkey' : count === 1 ? '/enrol/done' : '/account/passkeys'
  // Whoever saw the cookie of the link does not have the one of the person.
  await deps.sessions.end(browser.headers.cookie)
  return redirect(to, { 'set-cookie': await deps.sessions.begin(session, ['passkey'], browser.from) })
}
