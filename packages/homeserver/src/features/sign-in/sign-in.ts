// Signing a browser in to the server's own pages, and from there to whatever asked for it.
import { MatrixError } from '@chappe/contract'
import type { PageBody } from '../../http/reveal-tap.ts'
import { assertOwnForm, continueOf } from '../../pages/forms.ts'
import { languageOf } from '../../pages/language.ts'
import { redirect } from '../../pages/page.ts'
import { hintOf, wayInOf } from './newcomers.ts'
import type { RegistrationPages } from './registration.ts'
import { openRegistrationPages } from './registration.ts'
import type { Browser, SignInDeps } from './sign-in-deps.ts'
import { signInPage } from './sign-in-page.ts'

export type { Newcomers } from './newcomers.ts'

/** What the address of the page says. */
interface Asked {
  continue?: string | undefined
  lang?: string | undefined
  create?: string | undefined
  login_hint?: string | undefined
}

/** The operations of this feature. */
export interface SignIn extends RegistrationPages {
  show(browser: Browser, asked: Asked): Promise<PageBody>
  submit(browser: Browser, form: URLSearchParams): Promise<PageBody>
}

/** Ties the operations to what they need. */
export function createSignIn(deps: SignInDeps): SignIn {
  const { settings, sessions, newcomers } = deps

  async function pageOf(browser: Browser, asked: Asked, refusal?: MatrixError): Promise<PageBody> {
    const path = continueOf(asked.continue)
    const hint = hintOf(asked.login_hint, settings.serverName)
    return signInPage({
      language: languageOf(browser.headers, asked.lang),
      continue: path,
      user: hint.user,
      providers: deps.identityProviders(),
      wayIn: await wayInOf(newcomers, path, hint),
      options: await deps.passkeys.signInOptions(),
      withPassword: settings.policy.passwordLogin,
      accessibility: settings.accessibility?.degree ?? 'none',
      refusal,
    })
  }

  /** Begins a session of whoever proves to be somebody, and gives back its cookie; throws where their account may not be used. */
  async function begin({ from }: Browser, form: URLSearchParams): Promise<string> {
    const credential = form.get('credential') ?? ''
    if (credential === '' && settings.policy.passwordLogin) {
      const who = await deps.accounts.provePassword(textOf(form, 'user'), textOf(form, 'password'), from.ip)
      return sessions.begin(who, ['password'], from)
    }
    const { cookie, followers } = sessions.prepare(['passkey'], from)
    const { standing } = await deps.passkeys.signIn(credential, { followers })
    deps.accounts.assertMaySignIn(standing, 'passkey')
    return cookie
  }

  /** Whoever would like to make an account begins with that, where they can by themselves. */
  async function showCreation(asked: Asked): Promise<PageBody | undefined> {
    const wayIn = await wayInOf(newcomers, continueOf(asked.continue), hintOf(asked.login_hint, settings.serverName))
    return wayIn.kind === 'link' ? undefined : redirect(wayIn.href)
  }

  return {
    ...openRegistrationPages(deps),
    async show(browser, asked) {
      const session = await sessions.find(browser.headers.cookie)
      const isIn = session !== undefined && session.methods.length > 0
      if (isIn && asked.continue === undefined && asked.lang === undefined) return redirect('/account')
      return (asked.create === '1' ? await showCreation(asked) : undefined) ?? pageOf(browser, asked)
    },
    async submit(browser, form) {
      assertOwnForm(browser.headers, settings.publicUrl)
      const path = continueOf(form.get('continue'))
      try {
        const cookie = await begin(browser, form)
        // A browser that was signed in as somebody else is so no more.
        await sessions.end(browser.headers.cookie)
        return redirect(path, { 'set-cookie': cookie })
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
