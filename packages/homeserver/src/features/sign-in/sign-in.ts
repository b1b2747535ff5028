// Signing a browser in to the server's own pages, and from there to whatever asked for it.
import { MatrixError } from '@chappe/contract'
import type { IncomingHttpHeaders } from 'node:http'
import type { PageBody } from '../../http/reveal-tap.ts'
import { assertOwnForm, continueOf } from '../../pages/forms.ts'
import { languageOf } from '../../pages/language.ts'
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
  passkeys: {
    signInOptions(): Promise<object>
    /** Whose passkey signed. */
    signIn(answer: string): Promise<Who>
  }
  accounts: {
    /** Whose name and password these are; throws what the person is told. */
    provePassword(user: string, password: string, ip: string): Promise<Who>
    /** Throws what somebody is told who has proved to be the owner of an account that may not be used. */
    assertMayComeIn(userNid: number, way: 'passkey'): Promise<void>
  }
  settings: { publicUrl: string; serverName: string; policy: { passwordLogin: boolean } }
}

/** What a browser sends along. */
export interface Browser {
  headers: IncomingHttpHeaders
  from: WebOrigin
}

/** What the address of the page says. */
interface Asked {
  continue?: string | undefined
  lang?: string | undefined
}

/** The operations of this feature. */
export interface SignIn {
  show(browser: Browser, asked: Asked): Promise<PageBody>
  submit(browser: Browser, form: URLSearchParams): Promise<PageBody>
}

/** Ties the operations to what they need. */
export function createSignIn(deps: SignInDeps): SignIn {
  const { settings, sessions } = deps

  async function pageOf(browser: Browser, asked: Asked, refusal?: MatrixError): Promise<PageBody> {
    return signInPage({
      language: languageOf(browser.headers, asked.lang),
      continue: continueOf(asked.continue),
      serverName: settings.serverName,
      options: await deps.passkeys.signInOptions(),
      withPassword: settings.policy.passwordLogin,
      refusal,
    })
  }

  /** Who signs in, and by what. */
  async function proof({ from }: Browser, form: URLSearchParams): Promise<{ who: Who; method: WebMethod }> {
    const credential = form.get('credential') ?? ''
    if (credential === '' && settings.policy.passwordLogin) {
      return { who: await deps.accounts.provePassword(textOf(form, 'user'), textOf(form, 'password'), from.ip), method: 'password' }
    }
    return { who: await deps.passkeys.signIn(credential), method: 'passkey' }
  }

  return {
    async show(browser, asked) {
      const session = await sessions.find(browser.headers.cookie)
      const isIn = session !== undefined && session.methods.length > 0
      return isIn && asked.continue === undefined && asked.lang === undefined ? redirect('/account') : pageOf(browser, asked)
    },
    async submit(browser, form) {
      assertOwnForm(browser.headers, settings.publicUrl)
      const path = continueOf(form.get('continue'))
      try {
        const { who, method } = await proof(browser, form)
        await deps.accounts.assertMayComeIn(who.userNid, 'passkey')
        // A browser that was signed in as somebody else is so no more.
        await sessions.end(browser.headers.cookie)
        return redirect(path, { 'set-cookie': await sessions.begin(who, [method], browser.from) })
      } catch (error) {
        if (!(error instanceof MatrixError) || error.status >= 500) throw error
        return pageOf(browser, { continue: path }, error)
      }
    },
  }
}

function textOf(form: URLSearchParams, name: string): string {
  return (form.get(name) ?? '').slice(0, 512)
}
