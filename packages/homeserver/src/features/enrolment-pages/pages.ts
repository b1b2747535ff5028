// What the pages of enrolment look like.
import type { PageBody } from '../../http/reveal-tap.ts'
import { hiddenFields, passkeyForm, textField } from '../../pages/forms.ts'
import type { Html } from '../../pages/html.ts'
import { html } from '../../pages/html.ts'
import type { Language } from '../../pages/language.ts'
import { page } from '../../pages/page.ts'
import { momentOf } from '../../pages/times.ts'
import type { WebSession } from '../../web-session.ts'

const WORDS = {
  fr: {
    title: 'Bienvenue sur Chappe',
    hello: 'Ce lien ouvre le compte',
    what: 'Vous allez créer une clé d’accès\u00a0: votre appareil vous reconnaîtra par votre empreinte, votre visage ou son code. Il n’y a pas de mot de passe, et personne ne peut vous en demander un.',
    recovery: 'Les clés d’accès que vous aviez jusqu’ici ne seront plus valables.',
    begin: 'Commencer',
    once: 'Le lien ne sert qu’une fois. Ne le transmettez à personne.',
    goneTitle: 'Ce lien n’est plus valable',
    gone: 'Un lien d’inscription sert une seule fois, et pendant un jour. Demandez-en un nouveau à votre service.',
    earlyTitle: 'Ce lien n’est pas encore valable',
    early: 'Pour que vous puissiez être prévenu si un autre que vous le demande, il peut être utilisé à partir du',
    noneTitle: 'Inscription',
    none: 'Pour vous inscrire, ouvrez le lien que votre service vous a donné. Vous avez déjà une clé d’accès\u202f?',
    signIn: 'Connectez-vous',
    first: 'Créer votre clé d’accès',
    firstWhat: 'Votre appareil va vous demander votre empreinte, votre visage ou son code. Rien de cela ne quitte votre appareil.',
    second: 'Créer une deuxième clé d’accès',
    secondWhat: 'Votre première clé d’accès est prête. Si vous perdez cet appareil, une deuxième, sur un autre appareil ou une clé de sécurité, vous évite d’attendre que deux personnes de votre service vous rouvrent l’accès.',
    more: 'Ajouter une clé d’accès',
    moreWhat: 'Sur cet appareil, sur votre téléphone ou sur une clé de sécurité.',
    name: 'Nom de cette clé',
    nameHint: 'Pour la reconnaître plus tard, par exemple «\u00a0Téléphone de service\u00a0».',
    create: 'Créer la clé d’accès',
    later: 'Plus tard',
    cancel: 'Annuler',
    refused: 'La clé d’accès n’a pas été acceptée. Réessayez.',
    doneTitle: 'C’est fait',
    done: 'Vous pouvez maintenant vous connecter depuis votre application de messagerie. Si elle vous demande un serveur, indiquez\u00a0:',
    doneNext: 'Votre compte est prêt. Revenez à l’application d’où vous êtes venu\u00a0: elle vous attend.',
    goOn: 'Continuer',
    account: 'Mes clés d’accès et mes appareils',
  },
  en: {
    title: 'Welcome to Chappe',
    hello: 'This link opens the account',
    what: 'You are going to make a passkey: your device will know you by your fingerprint, your face or its PIN. There is no password, and nobody may ask you for one.',
    recovery: 'The passkeys you have had until now will no longer be good.',
    begin: 'Begin',
    once: 'The link is good once. Pass it on to nobody.',
    goneTitle: 'This link is no longer good',
    gone: 'An enrolment link is good once, and for a day. Ask your organisation for a new one.',
    earlyTitle: 'This link is not good yet',
    early: 'So that you can be warned if somebody else asks for it, it can be used from',
    noneTitle: 'Enrolment',
    none: 'To enrol, open the link that your organisation gave you. Do you have a passkey already?',
    signIn: 'Sign in',
    first: 'Make your passkey',
    firstWhat: 'Your device will ask for your fingerprint, your face or its PIN. None of that leaves your device.',
    second: 'Make a second passkey',
    secondWhat: 'Your first passkey is ready. If you lose this device, a second one, on another device or on a security key, spares you the wait until two people of your organisation let you in again.',
    more: 'Add a passkey',
    moreWhat: 'On this device, on your phone or on a security key.',
    name: 'Name of this passkey',
    nameHint: 'To know it by later, such as "Work phone".',
    create: 'Make the passkey',
    later: 'Later',
    cancel: 'Cancel',
    refused: 'The passkey was not accepted. Try again.',
    doneTitle: 'That is it',
    done: 'You can now sign in from your messaging app. If it asks you for a server, type:',
    doneNext: 'Your account is ready. Go back to the application that you came from: it waits for you.',
    goOn: 'Go on',
    account: 'My passkeys and my devices',
  },
} as const

/** How a link stands, as far as the page tells. */
type ShownLink = { state: 'gone' } | { state: 'early'; goodFromMs: number } | { state: 'good'; kind: 'first' | 'recovery'; userId: string }

/** The page that a link leads to. Without a link it says how to come by one. */
export function linkPage(language: Language, token: string, link: ShownLink | undefined): PageBody {
  const words = WORDS[language]
  const here = `/enrol${token === '' ? '' : `?${new URLSearchParams({ token }).toString()}`}`
  const common = { language, here, isNarrow: true }
  if (link === undefined) {
    return page({ ...common, title: words.noneTitle, body: html`<p>${words.none} <a href="/signin">${words.signIn}</a>.</p>` })
  }
  if (link.state === 'gone') return page({ ...common, title: words.goneTitle, body: html`<p>${words.gone}</p>`, status: 404 })
  if (link.state === 'early') {
    const body = html`<p>${words.early} <strong>${momentOf(language, link.goodFromMs)}</strong>.</p>`
    return page({ ...common, title: words.earlyTitle, body, status: 403 })
  }
  return page({
    ...common,
    title: words.title,
    body: html`<p>${words.hello} <strong>${link.userId}</strong>.</p><p>${words.what}</p>
${link.kind === 'recovery' && html`<p class="note">${words.recovery}</p>`}
<form method="post" action="/enrol">${hiddenFields({ token })}<button class="wide">${words.begin}</button></form>
<p class="soft small after">${words.once}</p>`,
  })
}

/** What the page shows on which a passkey is made. */
export interface NewPasskeyView {
  language: Language
  session: WebSession
  /** How many there are already. */
  count: number
  options: object
  /** What it is called unless its owner says otherwise. */
  name: string
  isRefused: boolean
}

/** The page on which a passkey is made. */
export function newPasskeyPage(view: NewPasskeyView): PageBody {
  const { language, session, count } = view
  const words = WORDS[language]
  const [title, what] =
    count === 0 ? [words.first, words.firstWhat] : count === 1 ? [words.second, words.secondWhat] : [words.more, words.moreWhat]
  return page({
    language,
    title,
    here: '/enrol/passkey',
    isNarrow: true,
    signedIn: session,
    status: view.isRefused ? 403 : 200,
    body: html`<p>${what}</p>${view.isRefused && html`<p class="problem" role="alert">${words.refused}</p>`}
${passkeyForm({
  language,
  action: '/enrol/passkey',
  kind: 'create',
  options: view.options,
  label: words.create,
  hidden: { csrf: session.csrf },
  fields: textField({ name: 'name', label: words.name, hint: words.nameHint, autocomplete: 'off', value: view.name }),
})}
${leaveLink(count, words)}`,
  })
}

function leaveLink(count: number, words: { later: string; cancel: string }): Html | undefined {
  if (count === 0) return undefined
  const [path, label] = count === 1 ? ['/enrol/done', words.later] : ['/account/passkeys', words.cancel]
  return html`<p class="after"><a class="button plain wide" href="${path}">${label}</a></p>`
}

/** The page that says how to go on. */
export function donePage(language: Language, view: { session: WebSession; next: string | undefined; serverName: string }): PageBody {
  const words = WORDS[language]
  return page({
    language,
    title: words.doneTitle,
    here: '/enrol/done',
    isNarrow: true,
    signedIn: view.session,
    body: html`${
      view.next === undefined
        ? html`<p>${words.done}</p><p class="note"><strong>${view.serverName}</strong></p>`
        : html`<p>${words.doneNext}</p><p><a class="button wide" href="${view.next}">${words.goOn}</a></p>`
    }
<p><a class="button wide${view.next !== undefined && ' plain'}" href="/account">${words.account}</a></p>`,
  })
}
