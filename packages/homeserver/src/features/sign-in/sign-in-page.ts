// The page to sign in on.
import type { ErrorCode, MatrixError } from '@chappe/contract'
import type { PageBody } from '../../http/reveal-tap.ts'
import { hiddenFields, textField } from '../../pages/forms.ts'
import type { Html } from '../../pages/html.ts'
import { html } from '../../pages/html.ts'
import type { Language } from '../../pages/language.ts'
import { page } from '../../pages/page.ts'

/** What the page shows. */
export interface SignInView {
  language: Language
  /** Where it goes on. */
  continue: string
  serverName: string
  withPassword: boolean
  refusal?: MatrixError | undefined
  headers: Readonly<Record<string, string>>
}

interface Words {
  title: string
  user: string
  userHint: string
  password: string
  signIn: string
  refusals: Partial<Record<ErrorCode, string>>
  refused: string
}

const WORDS: Readonly<Record<Language, Words>> = {
  fr: {
    title: 'Se connecter',
    user: 'Adresse ou identifiant',
    userHint: 'Votre adresse professionnelle, ou votre identifiant sur ce service.',
    password: 'Mot de passe',
    signIn: 'Se connecter',
    refusals: {
      M_FORBIDDEN: "L'identifiant ou le mot de passe n'est pas le bon.",
      M_LIMIT_EXCEEDED: 'Trop de tentatives. Patientez un moment, puis réessayez.',
    },
    refused: "Ce compte ne peut pas être utilisé pour l'instant. Adressez-vous à votre assistance.",
  },
  en: {
    title: 'Sign in',
    user: 'Address or user name',
    userHint: 'Your work address, or your user name on this service.',
    password: 'Password',
    signIn: 'Sign in',
    refusals: {
      M_FORBIDDEN: 'The user name or the password is not right.',
      M_LIMIT_EXCEEDED: 'Too many attempts. Wait a moment, then try again.',
    },
    refused: 'This account cannot be used at the moment. Ask your help desk.',
  },
}

/** The page. */
export function signInPage(view: SignInView): PageBody {
  const words = WORDS[view.language]
  const { refusal } = view
  const problem =
    refusal === undefined ? undefined : html`<p class="problem" role="alert">${words.refusals[refusal.code] ?? words.refused}</p>`
  return page({
    language: view.language,
    title: words.title,
    body: html`<p class="soft">${view.serverName}</p>${problem}${view.withPassword && passwordForm(view, words)}`,
    here: `/signin?${new URLSearchParams({ continue: view.continue }).toString()}`,
    isNarrow: true,
    status: refusal === undefined ? 200 : refusal.code === 'M_LIMIT_EXCEEDED' ? 429 : 403,
    headers: view.headers,
  })
}

function passwordForm(view: SignInView, words: Words): Html {
  return html`<form method="post" action="/signin">
${hiddenFields({ continue: view.continue })}
${textField({ name: 'user', label: words.user, autocomplete: 'username', hint: words.userHint })}
${textField({ name: 'password', label: words.password, type: 'password', autocomplete: 'current-password' })}
<button class="wide">${words.signIn}</button>
</form>`
}
