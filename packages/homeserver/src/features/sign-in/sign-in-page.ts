// The page to sign in on.
import type { ErrorCode, MatrixError } from '@chappe/contract'
import type { PageBody } from '../../http/reveal-tap.ts'
import { hiddenFields, passkeyForm, textField } from '../../pages/forms.ts'
import type { Html } from '../../pages/html.ts'
import { html } from '../../pages/html.ts'
import type { Language } from '../../pages/language.ts'
import type { Accessible } from '../../pages/page.ts'
import { page } from '../../pages/page.ts'
import type { DomainRule, WayIn } from './newcomers.ts'

/** What the page shows. */
export interface SignInView {
  language: Language
  /** Where it goes on. */
  continue: string
  /** What the field of the name holds. */
  user: string
  /** Other identity providers. */
  providers: readonly { id: string; name: string }[]
  /** How somebody comes in who has never been here. */
  wayIn: WayIn
  /** What a passkey is asked for. */
  options: object
  withPassword: boolean
  /** How accessible the service is found to be. */
  accessibility: Accessible
  refusal?: MatrixError | undefined
}

interface Words {
  title: string
  passkey: string
  explained: string
  newHere: string
  lost: string
  register: string
  enrol: string
  byAddress: string
  rules: Record<Exclude<DomainRule, 'open' | 'directory'>, string>
  by: string
  or: string
  states: Partial<Record<string, string>>
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
    passkey: 'Se connecter avec une clé d’accès',
    explained: 'Votre empreinte, votre visage ou le code de votre appareil suffit\u00a0: il n’y a rien à saisir.',
    newHere: 'Première connexion ou clé d’accès perdue\u202f? Votre service vous donne un lien d’inscription.',
    lost: 'Clé d’accès perdue\u202f? Adressez-vous à votre service.',
    register: 'Créer un compte',
    enrol: 'Première connexion\u00a0: s’inscrire',
    byAddress: 'L’inscription se fait avec votre adresse professionnelle, à laquelle un code est envoyé.',
    rules: {
      invitation: 'Pour le domaine de cette adresse, l’inscription se fait sur invitation\u00a0: ouvrez le lien que vous avez reçu, ou demandez-le à votre service.',
      unknown: 'Le domaine de cette adresse n’est celui d’aucun service connu ici\u00a0: seule une invitation permet de s’inscrire. L’opérateur de ce serveur peut vous renseigner.',
    },
    by: 'Se connecter avec',
    or: 'ou avec un mot de passe',
    states: {
      expired: 'Ce compte a expiré. Rien n’est perdu\u00a0: demandez à votre service de le prolonger.',
      suspended: 'Ce compte est suspendu. Demandez à votre service pourquoi.',
    },
    user: 'Adresse ou identifiant',
    userHint: 'Votre adresse professionnelle, ou votre identifiant sur ce service.',
    password: 'Mot de passe',
    signIn: 'Se connecter',
    refusals: {
      M_FORBIDDEN: 'Cela n’a pas été accepté. Réessayez.',
      M_LIMIT_EXCEEDED: 'Trop de tentatives. Patientez un moment, puis réessayez.',
    },
    refused: 'Ce compte ne peut pas être utilisé pour l’instant. Adressez-vous à votre assistance.',
  },
  en: {
    title: 'Sign in',
    passkey: 'Sign in with a passkey',
    explained: 'Your fingerprint, your face or the PIN of your device is enough: there is nothing to type.',
    newHere: 'First time here, or lost your passkey? Your organisation gives you an enrolment link.',
    lost: 'Lost your passkey? Turn to your organisation.',
    register: 'Make an account',
    enrol: 'First time here: enrol',
    byAddress: 'You enrol with your work address, to which a code is sent.',
    rules: {
      invitation: 'For the domain of that address people enrol by invitation: open the link that you got, or ask your organisation for one.',
      unknown: 'The domain of that address is of no organisation known here: only an invitation lets you enrol. The operator of this server can tell you more.',
    },
    by: 'Sign in with',
    or: 'or with a password',
    states: {
      expired: 'This account has expired. Nothing is lost: ask your organisation to extend it.',
      suspended: 'This account is suspended. Ask your organisation why.',
    },
    user: 'Address or user name',
    userHint: 'Your work address, or your user name on this service.',
    password: 'Password',
    signIn: 'Sign in',
    refusals: {
      M_FORBIDDEN: 'That was not accepted. Try again.',
      M_LIMIT_EXCEEDED: 'Too many attempts. Wait a moment, then try again.',
    },
    refused: 'This account cannot be used at the moment. Ask your help desk.',
  },
}

/** The page. */
export function signInPage(view: SignInView): PageBody {
  const words = WORDS[view.language]
  const { refusal } = view
  const query = new URLSearchParams({ continue: view.continue }).toString()
  const problem = refusal !== undefined && html`<p class="problem" role="alert">${sentenceOf(words, refusal)}</p>`
  return page({
    language: view.language,
    title: words.title,
    body: html`<p class="soft">${words.explained}</p>${problem}
${passkeyForm({ language: view.language, action: '/signin', kind: 'get', options: view.options, label: words.passkey, hidden: { continue: view.continue } })}
${view.providers.map(({ id, name }) => html`<p class="after"><a class="button plain wide" href="/oauth2/upstream/${id}?${query}">${words.by} ${name}</a></p>`)}
${view.withPassword && passwordForm(view, words)}${wayInPart(view.wayIn, words)}`,
    here: `/signin?${query}`,
    accessibility: view.accessibility,
    isNarrow: true,
    status: refusal === undefined ? 200 : refusal.code === 'M_LIMIT_EXCEEDED' ? 429 : 403,
  })
}

/** What somebody is told: why, where they have proved whose account it is and may know; nothing but that it failed else. */
function sentenceOf(words: Words, refusal: MatrixError): string {
  const state = refusal.fields['org.chappe.account_state']
  if (typeof state === 'string') return words.states[state] ?? words.refused
  return words.refusals[refusal.code] ?? words.refused
}

/** For whoever has never been here. It is the same whether or not there is an account. */
function wayInPart(wayIn: WayIn, words: Words): Html {
  if (wayIn.kind === 'link') return html`<p class="soft small after">${words.newHere}</p>`
  if (wayIn.kind === 'register') return html`<p class="after"><a class="button plain wide" href="${wayIn.href}">${words.register}</a></p>`
  const { rule, address, href } = wayIn
  const said = rule === 'invitation' || rule === 'unknown' ? words.rules[rule] : words.byAddress
  return html`<p class="soft small after">${address !== undefined && html`<strong>${address}</strong>. `}${said}</p>
<p><a class="button plain wide" href="${href}">${words.enrol}</a></p><p class="soft small">${words.lost}</p>`
}

function passwordForm(view: SignInView, words: Words): Html {
  return html`<p class="or">${words.or}</p><form method="post" action="/signin">
${hiddenFields({ continue: view.continue })}
${textField({ name: 'user', label: words.user, autocomplete: 'username webauthn', hint: words.userHint, value: view.user })}
${textField({ name: 'password', label: words.password, type: 'password', autocomplete: 'current-password' })}
<button class="wide">${words.signIn}</button>
</form>`
}
