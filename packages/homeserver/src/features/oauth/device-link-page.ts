// What somebody sees who types the code of a device.
import type { PageBody } from '../../http/reveal-tap.ts'
import { agentName } from '../../pages/agent.ts'
import { hiddenFields, textField } from '../../pages/forms.ts'
import { html } from '../../pages/html.ts'
import type { Language } from '../../pages/language.ts'
import { page } from '../../pages/page.ts'
import type { WebSession } from '../../web-session.ts'
import type { ClientMetadata } from './client-metadata.ts'
import { nameOf } from './consent-page.ts'
import { PATHS } from './provider.ts'

const WORDS = {
  fr: {
    title: 'Code d’un appareil',
    lead: 'Saisissez le code que montre l’appareil que vous avez devant vous. Ne saisissez jamais un code que quelqu’un vous a donné.',
    code: 'Code',
    go: 'Continuer',
    unknown: 'Ce code n’est pas, ou n’est plus, valable.',
    early: 'Cet appareil ne peut pas être connecté d’ici',
    earlyLead: 'Il n’a pas montré votre clé d’accès. Si vous l’avez devant vous, utilisez-la d’abord sur cet appareil même, puis regardez de nouveau.',
    earlyWarning: 'Quelqu’un vous a donné ce code\u202f? C’est une tentative d’entrer dans votre compte. N’en faites rien, et prévenez votre assistance.',
    again: 'Regarder de nouveau',
    consent: 'Connecter un nouvel appareil ?',
    consentLead: 'Votre clé d’accès vient d’être utilisée sur cet appareil. Il pourra lire et écrire des messages en votre nom.',
    warning: 'Vous n’avez pas cet appareil devant vous\u202f? Refusez. Personne de l’assistance ne vous le demandera jamais.',
    app: 'Application',
    from: 'Éditée à l’adresse',
    account: 'Compte',
    device: 'Appareil',
    place: 'Demande venue de l’adresse',
    system: 'Système',
    allow: 'Oui, connecter cet appareil',
    deny: 'Non, refuser',
    notMe: 'Ce n’était pas moi',
    unnamed: 'Application sans nom',
    allowed: 'C’est fait',
    allowedLead: 'L’appareil est connecté dans quelques secondes. Vous pouvez fermer cette page.',
    denied: 'L’appareil est refusé',
    deniedLead: 'Rien n’a été connecté.',
  },
  en: {
    title: 'Code of a device',
    lead: 'Type the code that the device in front of you shows. Never type a code that somebody gave you.',
    code: 'Code',
    go: 'Go on',
    unknown: 'That code is not good, or no longer.',
    early: 'This device cannot be signed in from here',
    earlyLead: 'It has not shown your passkey. If it is in front of you, use the passkey on that very device first, then look again.',
    earlyWarning: 'Did somebody give you this code? That is an attempt to get into your account. Do nothing with it, and tell your help desk.',
    again: 'Look again',
    consent: 'Sign in another device?',
    consentLead: 'Your passkey has just been used on this device. It will be able to read and write messages in your name.',
    warning: 'This device is not in front of you? Refuse. Nobody of the help desk will ever ask you to do this.',
    app: 'Application',
    from: 'Published at',
    account: 'Account',
    device: 'Device',
    place: 'Asks from the address',
    system: 'System',
    allow: 'Yes, sign this device in',
    deny: 'No, refuse',
    notMe: 'That was not me',
    unnamed: 'An application without a name',
    allowed: 'Done',
    allowedLead: 'The device is signed in within a few seconds. You may close this page.',
    denied: 'The device is refused',
    deniedLead: 'Nothing was signed in.',
  },
} as const

/** What every page shows. */
interface View {
  language: Language
  session: WebSession
}

/** Where the code is typed. `isUnknown`: one was, and there is none like it for this person. */
export function codePage({ language, session, isUnknown = false }: View & { isUnknown?: boolean }): PageBody {
  const words = WORDS[language]
  return page({
    ...frameOf({ language, session }),
    title: words.title,
    here: PATHS.deviceLink,
    status: isUnknown ? 404 : 200,
    body: html`<p>${words.lead}</p>${isUnknown && html`<p class="problem" role="alert">${words.unknown}</p>`}
<form method="get" action="${PATHS.deviceLink}">${textField({ name: 'user_code', label: words.code, autocomplete: 'one-time-code' })}
<button class="wide">${words.go}</button></form>`,
  })
}

/** The device has shown no passkey: nobody can let it in. */
export function earlyPage({ language, session, userCode, ip }: View & { userCode: string; ip: string }): PageBody {
  const words = WORDS[language]
  const here = `${PATHS.deviceLink}?${new URLSearchParams({ user_code: userCode })}`
  return page({
    ...frameOf({ language, session }),
    title: words.early,
    here,
    status: 403,
    body: html`<p class="problem" role="alert">${words.earlyWarning}</p><p>${words.earlyLead}</p>
<dl class="pairs"><dt>${words.code}</dt><dd>${userCode}</dd><dt>${words.place}</dt><dd>${ip}</dd></dl>
<p><a href="${here}">${words.again}</a></p>`,
  })
}

/** What is asked of the owner of the passkey that the device has shown. */
export function deviceConsentPage(view: View & { metadata: ClientMetadata; deviceId: string; userCode: string; ip: string; agent: string }): PageBody {
  const { language, session, metadata } = view
  const words = WORDS[language]
  const rows: [string, string][] = [
    [words.code, view.userCode],
    [words.app, nameOf(metadata, language) ?? words.unnamed],
    [words.from, new URL(metadata.client_uri).host],
    [words.account, session.userId],
    [words.device, view.deviceId],
    [words.place, view.ip],
    [words.system, agentName(view.agent)],
  ]
  return page({
    ...frameOf(view),
    title: words.consent,
    here: `${PATHS.deviceLink}?${new URLSearchParams({ user_code: view.userCode })}`,
    body: html`<p>${words.consentLead}</p>
<dl class="pairs">${rows.filter(([, text]) => text !== '').map(([term, text]) => html`<dt>${term}</dt><dd>${text}</dd>`)}</dl>
<p class="problem">${words.warning}</p>
<form method="post" action="${PATHS.deviceLink}">${hiddenFields({ csrf: session.csrf, user_code: view.userCode })}
<button class="wide" name="decision" value="allow">${words.allow}</button>
<button class="wide plain" name="decision" value="deny">${words.deny}</button></form>
<p class="after"><a href="/account?action=not_me">${words.notMe}</a></p>`,
  })
}

/** What was decided. */
export function decidedPage({ language, session, isAllowed }: View & { isAllowed: boolean }): PageBody {
  const words = WORDS[language]
  return page({
    ...frameOf({ language, session }),
    title: isAllowed ? words.allowed : words.denied,
    body: html`<p>${isAllowed ? words.allowedLead : words.deniedLead}</p>`,
  })
}

function frameOf({ language, session }: View): { language: Language; isNarrow: true; signedIn: { userId: string; csrf: string } } {
  return { language, isNarrow: true, signedIn: { userId: session.userId, csrf: session.csrf } }
}
