// The page to make an account on, where anybody may.
import type { ErrorCode, MatrixError } from '@chappe/contract'
import type { PageBody } from '../../http/reveal-tap.ts'
import { hiddenFields, textField } from '../../pages/forms.ts'
import { html } from '../../pages/html.ts'
import type { Language } from '../../pages/language.ts'
import { page } from '../../pages/page.ts'

/** What the page shows. */
export interface RegistrationView {
  language: Language
  /** Where it goes on. */
  continue: string
  serverName: string
  /** What the field of the name holds. */
  user: string
  takesToken: boolean
  /** Why it did not work; `differ`: the two passwords are not the same. */
  refusal?: MatrixError | 'differ' | undefined
}

interface Words {
  title: string
  explained: string
  user: string
  userHint: string
  password: string
  passwordHint: string
  again: string
  token: string
  tokenHint: string
  create: string
  have: string
  signIn: string
  differ: string
  refusals: Partial<Record<ErrorCode, string>>
  refused: string
}

const WORDS: Readonly<Record<Language, Words>> = {
  fr: {
    title: 'Créer un compte',
    explained: 'Un nom et un mot de passe suffisent. Le nom ne pourra plus être changé.',
    user: 'Identifiant',
    userHint: 'Lettres sans accent, chiffres, point, tiret. Les autres vous trouvent par lui\u00a0:',
    password: 'Mot de passe',
    passwordHint: 'Long plutôt que compliqué, et que vous n’utilisez nulle part ailleurs.',
    again: 'Mot de passe, encore une fois',
    token: 'Code d’inscription',
    tokenHint: 'Celui que l’opérateur de ce serveur vous a donné.',
    create: 'Créer le compte',
    have: 'Vous avez déjà un compte\u202f?',
    signIn: 'Connectez-vous',
    differ: 'Les deux mots de passe ne sont pas les mêmes.',
    refusals: {
      M_USER_IN_USE: 'Cet identifiant est déjà pris. Choisissez-en un autre.',
      M_INVALID_USERNAME: 'Cet identifiant ne peut pas être utilisé\u00a0: lettres sans accent, chiffres, point, tiret.',
      M_EXCLUSIVE: 'Cet identifiant est réservé. Choisissez-en un autre.',
      M_WEAK_PASSWORD: 'Ce mot de passe est trop court, trop connu, ou fait de votre identifiant. Huit caractères au moins\u00a0: plusieurs mots font l’affaire.',
      M_FORBIDDEN: 'Ce code d’inscription n’est pas valable.',
      M_LIMIT_EXCEEDED: 'Trop de tentatives. Patientez un moment, puis réessayez.',
    },
    refused: 'Le compte n’a pas pu être créé. Réessayez.',
  },
  en: {
    title: 'Make an account',
    explained: 'A name and a password are enough. The name cannot be changed later.',
    user: 'User name',
    userHint: 'Letters without accents, digits, dots, dashes. Others find you by it:',
    password: 'Password',
    passwordHint: 'Long rather than complicated, and used nowhere else.',
    again: 'Password, once more',
    token: 'Registration code',
    tokenHint: 'The one that the operator of this server gave you.',
    create: 'Make the account',
    have: 'Do you have an account already?',
    signIn: 'Sign in',
    differ: 'The two passwords are not the same.',
    refusals: {
      M_USER_IN_USE: 'That name is taken. Choose another one.',
      M_INVALID_USERNAME: 'That name cannot be used: letters without accents, digits, dots, dashes.',
      M_EXCLUSIVE: 'That name is reserved. Choose another one.',
      M_WEAK_PASSWORD: 'That password is too short, too well known, or made of your user name. Eight characters or more: several words will do.',
      M_FORBIDDEN: 'That registration code is not good.',
      M_LIMIT_EXCEEDED: 'Too many attempts. Wait a moment, then try again.',
    },
    refused: 'The account could not be made. Try again.',
  },
}

/** The page. */
export function registrationPage(view: RegistrationView): PageBody {
  const words = WORDS[view.language]
  const { refusal } = view
  const here = new URLSearchParams({ continue: view.continue }).toString()
  const sentence = refusal === undefined || refusal === 'differ' ? words.differ : (words.refusals[refusal.code] ?? words.refused)
  return page({
    language: view.language,
    title: words.title,
    here: `/register?${here}`,
    isNarrow: true,
    status: refusal === undefined ? 200 : refusal === 'differ' || refusal.code !== 'M_LIMIT_EXCEEDED' ? 400 : 429,
    body: html`<p class="soft">${words.explained}</p>${refusal !== undefined && html`<p class="problem" role="alert">${sentence}</p>`}
<form method="post" action="/register">${hiddenFields({ continue: view.continue })}
${textField({ name: 'user', label: words.user, hint: `${words.userHint} @…:${view.serverName}`, autocomplete: 'username', value: view.user })}
${textField({ name: 'password', label: words.password, hint: words.passwordHint, type: 'password', autocomplete: 'new-password' })}
${textField({ name: 'again', label: words.again, type: 'password', autocomplete: 'new-password' })}
${view.takesToken && textField({ name: 'token', label: words.token, hint: words.tokenHint, autocomplete: 'off' })}
<button class="wide">${words.create}</button></form>
<p class="soft small after">${words.have} <a href="/signin?${here}">${words.signIn}</a>.</p>`,
  })
}
