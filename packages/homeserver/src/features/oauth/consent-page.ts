// What somebody is asked before a device is signed in as them.
import type { PageBody } from '../../http/reveal-tap.ts'
import { agentName } from '../../pages/agent.ts'
import { hiddenFields } from '../../pages/forms.ts'
import type { Html } from '../../pages/html.ts'
import { html } from '../../pages/html.ts'
import type { Language } from '../../pages/language.ts'
import { page } from '../../pages/page.ts'
import type { WebSession } from '../../web-session.ts'
import type { ClientMetadata } from './client-metadata.ts'

/** What the page shows. */
export interface ConsentView {
  language: Language
  metadata: ClientMetadata
  redirectUri: string
  deviceId: string
  /** The device is signed in already: it goes on, and the tokens it had end. */
  isKnownDevice: boolean
  ip: string
  agent: string
  session: WebSession
  /** Where the form goes. */
  action: string
}

const WORDS = {
  fr: {
    title: 'Connecter un nouvel appareil ?',
    titleKnown: 'Reconnecter cet appareil ?',
    lead: 'Une application demande à utiliser votre compte sur un appareil de plus. Elle pourra lire et écrire des messages en votre nom.',
    leadKnown: 'Une application demande à reprendre un appareil que votre compte connaît déjà. Elle pourra lire et écrire des messages en votre nom.',
    app: 'Application',
    from: 'Éditée à l’adresse',
    back: 'Elle sera ouverte à l’adresse',
    account: 'Compte',
    device: 'Appareil',
    place: 'Depuis l’adresse',
    browser: 'Navigateur',
    unnamed: 'Application sans nom',
    allow: 'Oui, connecter cet appareil',
    deny: 'Non, refuser',
    warning: 'Ce n’est pas vous qui avez commencé cette connexion à l’instant, ou quelqu’un vous a envoyé un lien ou un code pour le faire ? Refusez. Personne de l’assistance ne vous le demandera jamais.',
    notMe: 'Ce n’était pas moi',
    ssoLead: 'Une application qui ne se fait pas connaître demande à utiliser votre compte sur un appareil de plus. Elle pourra lire et écrire des messages en votre nom. Ne continuez que si vous venez de la lancer vous-même.',
    gone: 'Cette demande n’est plus valable',
    goneLead: 'Recommencez dans votre application.',
  },
  en: {
    title: 'Sign in another device?',
    titleKnown: 'Sign this device in again?',
    lead: 'An application asks to use your account on one more device. It will be able to read and write messages in your name.',
    leadKnown: 'An application asks to go on with a device that your account knows. It will be able to read and write messages in your name.',
    app: 'Application',
    from: 'Published at',
    back: 'It will be opened at',
    account: 'Account',
    device: 'Device',
    place: 'From the address',
    browser: 'Browser',
    unnamed: 'An application without a name',
    allow: 'Yes, sign this device in',
    deny: 'No, refuse',
    warning: 'You did not start this just now, or somebody sent you a link or a code for it? Refuse. Nobody of the help desk will ever ask you to do this.',
    notMe: 'That was not me',
    ssoLead: 'An application that does not say which one it is asks to use your account on one more device. It will be able to read and write messages in your name. Go on only if you have just started it yourself.',
    gone: 'This request is no longer valid',
    goneLead: 'Start again in your app.',
  },
} as const

/** The page. */
export function consentPage(view: ConsentView): PageBody {
  const { language, metadata, session } = view
  const words = WORDS[language]
  const publisher = new URL(metadata.client_uri).host
  const opensAt = placeOf(view.redirectUri)
  const rows: [string, string][] = [
    [words.app, nameOf(metadata, language) ?? words.unnamed],
    [words.from, publisher],
    // Where it is opened says something only where that is elsewhere.
    [words.back, opensAt === publisher ? '' : opensAt],
    [words.account, session.userId],
    [words.device, view.deviceId],
    [words.place, view.ip],
    [words.browser, agentName(view.agent)],
  ]
  return page({
    language,
    title: view.isKnownDevice ? words.titleKnown : words.title,
    isNarrow: true,
    signedIn: { userId: session.userId, csrf: session.csrf },
    formTargets: [sourceOf(view.redirectUri)],
    body: html`<p>${view.isKnownDevice ? words.leadKnown : words.lead}</p>${askingForm(rows, words, view)}`,
  })
}

/** The page for an application that did not register: all that is known of it is where it is. */
export function ssoPage(view: Pick<ConsentView, 'language' | 'ip' | 'session' | 'action'> & { redirectUrl: string }): PageBody {
  const { language, session } = view
  const words = WORDS[language]
  const rows: [string, string][] = [[words.back, placeOf(view.redirectUrl)], [words.account, session.userId], [words.place, view.ip]]
  return page({
    language,
    title: words.title,
    isNarrow: true,
    signedIn: { userId: session.userId, csrf: session.csrf },
    formTargets: [sourceOf(view.redirectUrl)],
    body: html`<p>${words.ssoLead}</p>${askingForm(rows, words, view)}`,
  })
}

function askingForm(rows: readonly [string, string][], words: (typeof WORDS)[Language], { action, session }: Pick<ConsentView, 'action' | 'session'>): Html {
  return html`<dl class="pairs">${rows.filter(([, text]) => text !== '').map(([term, text]) => html`<dt>${term}</dt><dd>${text}</dd>`)}</dl>
<p class="problem">${words.warning}</p>
<form method="post" action="${action}">${hiddenFields({ csrf: session.csrf })}
<button class="wide" name="decision" value="allow">${words.allow}</button>
<button class="wide plain" name="decision" value="deny">${words.deny}</button></form>
<p class="after"><a href="/account?action=not_me">${words.notMe}</a></p>`
}

/** There is no such request in this browser, or no longer. */
export function gonePage(language: Language): PageBody {
  const words = WORDS[language]
  return page({ language, title: words.gone, body: html`<p>${words.goneLead}</p>`, isNarrow: true, status: 404 })
}

/** The name that the application gave itself, in the language of the page where it has one. */
export function nameOf(metadata: ClientMetadata, language: Language): string | undefined {
  const name = metadata[`client_name#${language}`] ?? metadata['client_name']
  return typeof name === 'string' && name !== '' ? name : undefined
}

function placeOf(redirectUri: string): string {
  const url = URL.parse(redirectUri)
  return url === null ? '' : url.host === '' ? url.protocol : url.host
}

/** The way back to the application, as a source of a CSP: browsers hold the redirect of a form to it. */
function sourceOf(redirectUri: string): string {
  const url = URL.parse(redirectUri)
  if (url === null) return "'none'"
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.origin : url.protocol
}
