// What the pages of step-up look like: they say what is asked, by which device and from where.
import type { PageBody } from '../../http/reveal-tap.ts'
import { passkeyForm } from '../../pages/forms.ts'
import { html } from '../../pages/html.ts'
import type { Language } from '../../pages/language.ts'
import { page } from '../../pages/page.ts'
import type { WebSession } from '../../web-session.ts'
import type { WaitingDevice } from './scene.ts'

interface Words {
  title: string
  asks: string
  of: string
  from: string
  acts: Readonly<Record<string, string>>
  other: string
  touch: string
  notYou: string
  notMe: string
  again: string
  againTitle: string
  refused: string
  doneTitle: string
  done: string
  goneTitle: string
  gone: string
}

const WORDS: Readonly<Record<Language, Words>> = {
  fr: {
    title: 'Confirmez que c’est bien vous',
    asks: 'L’appareil',
    of: 'du compte',
    from: 'vu pour la dernière fois depuis l’adresse',
    acts: {
      add_device: 'veut faire entrer un nouvel appareil dans votre compte.',
      approve_device: 'veut approuver un autre appareil de votre compte.',
      delete_devices: 'veut déconnecter des appareils.',
      reset_cross_signing: 'veut remplacer votre identité de chiffrement. Vos contacts verront qu’elle a changé.',
      change_password: 'veut changer votre mot de passe.',
      change_addresses: 'veut changer les adresses électroniques de votre compte.',
      recover_account: 'veut rouvrir le compte de quelqu’un qui a perdu ses clés d’accès.',
      close_account: 'veut fermer votre compte pour toujours.',
      open_room: 'veut ouvrir un salon à tous ceux qui peuvent le trouver.',
      export: 'veut exporter des données.',
    },
    other: 'demande votre accord pour une action sensible\u00a0:',
    touch: 'Confirmer avec une clé d’accès',
    notYou: 'Vous n’avez rien demandé\u202f? Ne confirmez pas.',
    notMe: 'Dites que ce n’est pas vous',
    againTitle: 'Confirmez que c’est bien vous',
    again: 'Votre connexion date de plus de cinq minutes. Pour continuer, utilisez de nouveau une clé d’accès.',
    refused: 'La clé d’accès n’a pas été acceptée. Réessayez.',
    doneTitle: 'C’est confirmé',
    done: 'Revenez à votre application\u00a0: elle continue d’elle-même, ou après un nouvel essai dans les cinq minutes.',
    goneTitle: 'Cette demande n’est plus valable',
    gone: 'Recommencez dans votre application.',
  },
  en: {
    title: 'Confirm that it is you',
    asks: 'The device',
    of: 'of the account',
    from: 'last seen from the address',
    acts: {
      add_device: 'wants to let a new device into your account.',
      approve_device: 'wants to approve another device of your account.',
      delete_devices: 'wants to sign devices out.',
      reset_cross_signing: 'wants to replace your encryption identity. The people you talk to will see that it changed.',
      change_password: 'wants to change your password.',
      change_addresses: 'wants to change the e-mail addresses of your account.',
      recover_account: 'wants to let somebody in again who has lost their passkeys.',
      close_account: 'wants to close your account for good.',
      open_room: 'wants to open a room to everybody who can find it.',
      export: 'wants to export data.',
    },
    other: 'asks you to agree to something sensitive:',
    touch: 'Confirm with a passkey',
    notYou: 'You did not ask for anything? Do not confirm.',
    notMe: 'Say that it was not you',
    againTitle: 'Confirm that it is you',
    again: 'You signed in more than five minutes ago. To go on, use a passkey once more.',
    refused: 'The passkey was not accepted. Try again.',
    doneTitle: 'Confirmed',
    done: 'Go back to your app: it goes on by itself, or when you try again within five minutes.',
    goneTitle: 'This request is no longer valid',
    gone: 'Start again in your app.',
  },
}

/** Apps open the page in a window of theirs and wait to be told: it must be able to reach its opener. */
const FOR_APPS = { 'cross-origin-opener-policy': 'unsafe-none' }

/** The page for a device that asks. */
export function deviceStepUpPage(view: { language: Language; device: WaitingDevice; options: object; isRefused: boolean }): PageBody {
  const { language, device, options, isRefused } = view
  const words = WORDS[language]
  const known = words.acts[device.act]
  return page({
    language,
    title: words.title,
    here: `/step-up?${new URLSearchParams({ ticket: device.ticket })}`,
    isNarrow: true,
    status: isRefused ? 403 : 200,
    headers: FOR_APPS,
    body: html`<p>${words.asks} <strong>${device.displayName ?? device.deviceId}</strong> ${words.of} <strong>${device.userId}</strong>${
      device.lastSeenIp !== undefined && html` (${words.from} ${device.lastSeenIp})`
    } ${known ?? html`${words.other} <strong>${device.act}</strong>`}</p>
${isRefused && html`<p class="problem" role="alert">${words.refused}</p>`}
${passkeyForm({ language, action: '/step-up', kind: 'get', options, label: words.touch, hidden: { ticket: device.ticket } })}
<p class="note after">${words.notYou} <a href="/account/not-me">${words.notMe}</a>.</p>`,
  })
}

/** The page for a browser that is signed in to the pages. */
export function browserStepUpPage(view: {
  language: Language
  session: WebSession
  continue: string
  options: object
  isRefused: boolean
}): PageBody {
  const { language, session, options, isRefused } = view
  const words = WORDS[language]
  return page({
    language,
    title: words.againTitle,
    here: `/step-up?${new URLSearchParams({ continue: view.continue })}`,
    isNarrow: true,
    signedIn: session,
    status: isRefused ? 403 : 200,
    body: html`<p>${words.again}</p>${isRefused && html`<p class="problem" role="alert">${words.refused}</p>`}
${passkeyForm({
  language,
  action: '/step-up',
  kind: 'get',
  options,
  label: words.touch,
  hidden: { csrf: session.csrf, continue: view.continue },
})}`,
  })
}

/** The touch is there. */
export function stepUpDonePage(language: Language): PageBody {
  const words = WORDS[language]
  const body = html`<p class="done" data-auth-done="true">${words.done}</p>`
  return page({ language, title: words.doneTitle, body, isNarrow: true, headers: FOR_APPS })
}

/** There is no such request. */
export function stepUpGonePage(language: Language): PageBody {
  const words = WORDS[language]
  return page({ language, title: words.goneTitle, body: html`<p>${words.gone}</p>`, isNarrow: true, status: 404 })
}
