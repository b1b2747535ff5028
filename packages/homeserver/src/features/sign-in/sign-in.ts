// Signing a browser in to the server's own pages, and from there to whatever asked for it.
import type { MatrixError } from '@chappe/contract'
import type { IncomingHttpHeaders } from 'node:http'
import type { PageBody } from '../../http/reveal-tap.ts'
import { assertOwnForm, continueOf } from '../../pages/forms.ts'
import { languageCookie, languageOf } from '../../pages/language.ts'
import { redirect } from '../../pages/page.ts'
import type { WebMethod, WebOrigin, WebSessions } from '../../web-session.ts'
import { signInPage } from './sign-in-page.ts'

/** Somebody by user id and number. */
interface Who {
  userId: string
  userNid: number
}

/** What the feature is given. */
export interface SignInDeps {
  sessions: WebSessions
  /** Whose name and password these are; throws what the person is told. */
  provePassword(user: string, password: string): Promise<Who>
  settings: { publicUrl: string; serverName: string; policy: { passwordLogin: boolean } }
}

/** What a browser sends along. */
export interface Browser {
  headers: IncomingHttpHeaders
  from: WebOrigin
}

/** The operations of this feature. */
export interface SignIn {
  show(browser: Browser, asked: { continue?: string | undefined; lang?: string | undefined }): Promise<PageBody>
  submit(browser: Browser, form: URLSearchParams): Promise<PageBody>
}

/** Ties the operations to what they need. */
export function createSignIn(deps: SignInDeps): SignIn {
  const { settings } = deps

  function pageOf(browser: Browser, asked: { continue?: string | undefined; lang?: string | undefined }, refusal?: MatrixError): PageBody {
    const language = languageOf(browser.headers, asked.lang)
    return signInPage({
      language,
      continue: continueOf(asked.continue),
      serverName: settings.serverName,
      withPassword: settings.policy.passwordLogin,
      refusal,
      headers: asked.lang === undefined ? {} : { 'set-cookie': languageCookie(language) },
    })
  }

  async function finish(browser: Browser, who: Who, method: WebMethod, path: string): Promise<PageBody> {
    // A browser that was signed in as somebody else is so no more.
    await deps.sessions.end(browser.headers.cookie)
    return redirect(path, { 'set-cookie': await deps.sessions.begin(who, [method], browser.from) })
  }

  return {
    async show(browser, asked) {
      const session = await deps.sessions.find(browser.headers.cookie)
      if (session !== undefined && session.methods.length > 0 && asked.continue === undefined && asked.lang === undefined) {
        return redirect('/account')
      }
      return pageOf(browser, asked)
    },
    async submit(browser, form) {
      assertOwnForm(browser.headers, settings.publicUrl)
      const path = continueOf(form.get('continue'))
      try {
        const who = await deps.provePassword(textOf(form, 'user'), textOf(form, 'password'))
        return await finish(browser, who, 'password', path)
      } catch (error) {
        if (!isRefusal(error)) throw error
        return pageOf(browser, { continue: path }, error)
      }
    },
  }
}

function textOf(form: URLSearchParams, name: string): string {
  return (form.get(name) ?? '').slice(0, 512)
}

function isRefusal(error: unknown): error is MatrixError {
  return error instanceof Error && error.name === 'MatrixError' && 'code' in error
}
