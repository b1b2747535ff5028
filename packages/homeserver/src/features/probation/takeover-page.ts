// What the page looks like that the mail about a new device leads to.
import type { PageBody } from '../../http/reveal-tap.ts'
import { hiddenFields } from '../../pages/forms.ts'
import { html } from '../../pages/html.ts'
import type { Language } from '../../pages/language.ts'
import { page } from '../../pages/page.ts'
import { momentOf } from '../../pages/times.ts'
import type { AnnouncedDevice } from './takeover-links-store.ts'

const WORDS = {
  fr: {
    title: 'Cet appareil n’est pas le vôtre\u202f?',
    account: 'Compte',
    device: 'Appareil',
    place: 'Adresse',
    when: 'Connecté le',
    what: 'Si quelqu’un d’autre l’a connecté, arrêtez votre compte ici. Tous vos appareils, et les siens, sont déconnectés aussitôt, et vos responsables de sécurité sont prévenus. Vos messages ne sont pas effacés.',
    afterwards: 'Vous ne pourrez plus vous connecter avant que deux personnes de votre service ne vous aient rouvert l’accès.',
    stop: 'Ce n’était pas moi\u00a0: arrêter mon compte',
    mine: 'C’était vous\u202f? Fermez cette page, il n’y a rien à faire ici.',
    goneTitle: 'Ce lien n’est plus valable',
    gone: 'Il a servi, ou il a plus d’une semaine. Si quelqu’un est dans votre compte, dites-le sur',
    goneLink: 'la page de votre compte',
    goneElse: 'ou appelez votre assistance.',
    stoppedTitle: 'Votre compte est arrêté',
    stopped: 'Personne ne peut plus s’en servir. Appelez maintenant votre assistance ou votre responsable de sécurité, par téléphone ou de vive voix.',
  },
  en: {
    title: 'Is this device not yours?',
    account: 'Account',
    device: 'Device',
    place: 'Address',
    when: 'Signed in on',
    what: 'If somebody else has signed it in, stop your account here. All your devices, and theirs, are signed out at once, and your security officers are told. Your messages are not deleted.',
    afterwards: 'You will not be able to sign in until two people of your organisation have let you in again.',
    stop: 'It wasn’t me: stop my account',
    mine: 'Was it you? Close this page, there is nothing to do here.',
    goneTitle: 'This link is no longer good',
    gone: 'It was used, or is more than a week old. If somebody is in your account, say so on',
    goneLink: 'the page of your account',
    goneElse: 'or call your help desk.',
    stoppedTitle: 'Your account is stopped',
    stopped: 'Nobody can use it any more. Now call your help desk or your security officer, by telephone or in person.',
  },
} as const

/** Which device it was, and the button that stops the account. */
export function takeoverPage(language: Language, token: string, device: AnnouncedDevice & { userId: string }): PageBody {
  const words = WORDS[language]
  const rows: [string, string | undefined][] = [
    [words.account, device.userId],
    [words.device, device.deviceName],
    [words.place, device.ip],
    [words.when, momentOf(language, device.madeAtMs)],
  ]
  return page({
    language,
    title: words.title,
    here: `/not-me?${new URLSearchParams({ token }).toString()}`,
    isNarrow: true,
    body: html`<dl class="pairs">${rows.map(([name, value]) => value !== undefined && html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<p>${words.what}</p><p>${words.afterwards}</p>
<form method="post" action="/not-me">${hiddenFields({ token })}<button class="alarm solid wide">${words.stop}</button></form>
<p class="soft small after">${words.mine}</p>`,
  })
}

/** There is no such link, or no longer. */
export function goneTakeoverPage(language: Language): PageBody {
  const words = WORDS[language]
  const body = html`<p>${words.gone} <a href="/account/not-me">${words.goneLink}</a>, ${words.goneElse}</p>`
  return page({ language, title: words.goneTitle, body, isNarrow: true, status: 404 })
}

/** The account is stopped. */
export function stoppedByLinkPage(language: Language): PageBody {
  const words = WORDS[language]
  return page({ language, title: words.stoppedTitle, body: html`<p class="done" role="status">${words.stopped}</p>`, isNarrow: true })
}
