// Making an account on a page: a name and a password, where the server takes newcomers like that.
import { MatrixError } from '@chappe/contract'
import type { PageBody } from '../../http/reveal-tap.ts'
import { assertOwnForm, continueOf } from '../../pages/forms.ts'
import { languageOf } from '../../pages/language.ts'
import { redirect } from '../../pages/page.ts'
import type { RegistrationView } from './registration-page.ts'
import { registrationPage } from './registration-page.ts'
import type { Browser, SignInDeps } from './sign-in-deps.ts'

/** What the address of the page says. */
interface Asked {
  continue?: string | undefined
  user?: string | undefined
  lang?: string | undefined
}

/** The operations. */
export interface RegistrationPages {
  showRegistration(browser: Browser, asked: Asked): Promise<PageBody>
  submitRegistration(browser: Browser, form: URLSearchParams): Promise<PageBody>
}

/** Ties the operations to what they need. */
export function openRegistrationPages({ newcomers, sessions, settings }: SignInDeps): RegistrationPages {
  const way = newcomers.registration.onPage

  function pageOf({ headers }: Browser, asked: Asked, refusal?: RegistrationView['refusal']): PageBody {
    return registrationPage({
      language: languageOf(headers, asked.lang),
      continue: continueOf(asked.continue),
      serverName: settings.serverName,
      user: asked.user ?? '',
      takesToken: way?.takesToken === true,
      refusal,
    })
  }

  return {
    async showRegistration(browser, asked) {
      if (way === undefined) return redirect(`/signin?${new URLSearchParams({ continue: continueOf(asked.continue) })}`)
      return pageOf(browser, asked)
    },
    async submitRegistration(browser, form) {
      assertOwnForm(browser.headers, settings.publicUrl)
      if (way === undefined) throw new MatrixError('M_FORBIDDEN')
      const text = (name: string): string => (form.get(name) ?? '').slice(0, 512)
      const asked = { continue: text('continue'), user: text('user').trim() }
      if (text('password') !== text('again')) return pageOf(browser, asked, 'differ')
      try {
        const who = await newcomers.registration.register({ username: asked.user, password: text('password'), token: text('token').trim() })
        await sessions.end(browser.headers.cookie)
        return redirect(continueOf(form.get('continue')), { 'set-cookie': await sessions.begin(who, ['password'], browser.from) })
      } catch (error) {
        if (!(error instanceof MatrixError) || error.status >= 500) throw error
        return pageOf(browser, asked, error)
      }
    },
  }
}
