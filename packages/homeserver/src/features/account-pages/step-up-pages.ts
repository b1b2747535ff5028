// The page on which a passkey is touched once more: for a device that asks by a ticket, or for the browser itself.
import { MatrixError } from '@chappe/contract'
import type { IncomingHttpHeaders } from 'node:http'
import type { PageBody } from '../../http/reveal-tap.ts'
import { assertCsrf, assertOwnForm, continueOf } from '../../pages/forms.ts'
import { languageOf } from '../../pages/language.ts'
import { redirect } from '../../pages/page.ts'
import type { WebOrigin, WebSession, WebSessions } from '../../web-session.ts'
import type { WaitingDevice } from './scene.ts'
import { browserStepUpPage, deviceStepUpPage, stepUpDonePage, stepUpGonePage } from './step-up-views.ts'

/** What the pages are given. */
export interface StepUpPagesDeps {
  sessions: WebSessions
  passkeys: {
    list(userNid: number): Promise<readonly object[]>
    touchOptions(who: { userId: string; userNid: number }, target: string): Promise<object>
    touch(who: { userId: string; userNid: number }, target: string, answer: string): Promise<unknown>
  }
  stepUps: {
    find(ticket: string): Promise<{ device: WaitingDevice; begin(): Promise<object>; finish(answer: string): Promise<void> } | undefined>
  }
  settings: { publicUrl: string }
}

/** What a browser sends along. */
interface Browser {
  headers: IncomingHttpHeaders
  from: WebOrigin
}

/** The operations. */
export interface StepUpPages {
  showStepUp(browser: Browser, asked: { ticket?: string | undefined; continue?: string | undefined; lang?: string | undefined }): Promise<PageBody>
  submitStepUp(browser: Browser, form: URLSearchParams): Promise<PageBody>
}

/** Ties the operations to what they need. */
export function createStepUpPages(deps: StepUpPagesDeps): StepUpPages {
  return {
    async showStepUp(browser, asked) {
      const language = languageOf(browser.headers, asked.lang)
      if (asked.ticket === undefined) return showForBrowser(deps, browser, asked)
      const found = await deps.stepUps.find(asked.ticket)
      if (found === undefined) return stepUpGonePage(language)
      return deviceStepUpPage({ language, device: found.device, options: await found.begin(), isRefused: false })
    },
    async submitStepUp(browser, form) {
      assertOwnForm(browser.headers, deps.settings.publicUrl)
      const ticket = form.get('ticket') ?? ''
      return ticket === '' ? submitForBrowser(deps, browser, form) : submitForDevice(deps, browser, ticket, form)
    },
  }
}

async function submitForDevice(deps: StepUpPagesDeps, { headers }: Browser, ticket: string, form: URLSearchParams): Promise<PageBody> {
  const language = languageOf(headers)
  const found = await deps.stepUps.find(ticket.slice(0, 64))
  if (found === undefined) return stepUpGonePage(language)
  try {
    await found.finish(form.get('credential') ?? '')
  } catch (error) {
    if (!(error instanceof MatrixError) || error.status >= 500) throw error
    return deviceStepUpPage({ language, device: found.device, options: await found.begin(), isRefused: true })
  }
  return stepUpDonePage(language)
}

async function showForBrowser(
  deps: StepUpPagesDeps,
  { headers }: Browser,
  asked: { continue?: string | undefined; lang?: string | undefined },
  isRefused = false,
): Promise<PageBody> {
  const path = continueOf(asked.continue)
  const session = await deps.sessions.find(headers.cookie)
  // Whoever has no passkey proves to be there as they did when they signed in.
  const passkeys = session === undefined ? [] : await deps.passkeys.list(session.userNid)
  if (session === undefined || passkeys.length === 0) return redirect(`/signin?${new URLSearchParams({ continue: path })}`)
  const options = await deps.passkeys.touchOptions(session, targetOf(session))
  return browserStepUpPage({ language: languageOf(headers, asked.lang), session, continue: path, options, isRefused })
}

async function submitForBrowser(deps: StepUpPagesDeps, browser: Browser, form: URLSearchParams): Promise<PageBody> {
  const { cookie } = browser.headers
  const session = await deps.sessions.find(cookie)
  const path = continueOf(form.get('continue'))
  if (session === undefined) return redirect(`/signin?${new URLSearchParams({ continue: path })}`)
  assertCsrf(form, session.csrf)
  try {
    await deps.passkeys.touch(session, targetOf(session), form.get('credential') ?? '')
  } catch (error) {
    if (!(error instanceof MatrixError) || error.status >= 500) throw error
    return showForBrowser(deps, browser, { continue: path }, true)
  }
  await deps.sessions.prove(cookie, 'passkey')
  return redirect(path)
}

/** A touch in one browser is none in another. */
function targetOf({ csrf }: WebSession): string {
  return `browser ${csrf}`
}
