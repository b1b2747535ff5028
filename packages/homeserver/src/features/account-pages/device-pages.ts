// What the pages of devices look like: which there are, from where, and the approval of a new one.
import type { PageBody } from '../../http/reveal-tap.ts'
import { hiddenFields, passkeyForm } from '../../pages/forms.ts'
import type { Html } from '../../pages/html.ts'
import { html } from '../../pages/html.ts'
import type { Language } from '../../pages/language.ts'
import { page } from '../../pages/page.ts'
import { momentOf } from '../../pages/times.ts'
import type { OwnDevice, Scene } from './scene.ts'
import { accountNav } from './pages.ts'

const WORDS = {
  fr: {
    title: 'Appareils',
    none: 'Aucun appareil n’est connecté à la messagerie.',
    seen: 'Vu pour la dernière fois le',
    unseen: 'Pas encore vu',
    from: 'depuis l’adresse',
    waits: 'Attend votre accord',
    waitingSince: 'Connecté le',
    look: 'Examiner',
    details: 'Détails de',
    end: 'Déconnecter',
    endBrowsers: 'Se déconnecter de ces pages partout',
    browsers: 'Navigateurs',
    browsersWhat: 'Les navigateurs connectés à ces pages ne sont pas des appareils\u00a0: ils ne lisent aucun message.',
    name: 'Nom',
    id: 'Identifiant',
    place: 'Adresse',
    approveTitle: 'Est-ce vous qui venez de connecter cet appareil\u202f?',
    approveWhat: 'Tant que vous n’avez pas répondu, il ne voit ni les anciens messages des salons ouverts, ni vos clés de sauvegarde.',
    approve: 'Oui, approuver cet appareil',
    refuse: 'Non, le déconnecter',
    refuseWhat: 'Si vous ne savez pas d’où il vient, quelqu’un est peut-être dans votre compte\u00a0:',
    notMe: 'ce n’était pas moi',
    back: 'Tous les appareils',
    did: { approved: 'L’appareil est approuvé.', ended: 'L’appareil est déconnecté.' },
  },
  en: {
    title: 'Devices',
    none: 'No device is signed in to messaging.',
    seen: 'Last seen on',
    unseen: 'Not seen yet',
    from: 'from the address',
    waits: 'Waits for approval',
    waitingSince: 'Signed in on',
    look: 'Look at it',
    details: 'Details of',
    end: 'Sign out',
    endBrowsers: 'Sign out of these pages everywhere',
    browsers: 'Browsers',
    browsersWhat: 'Browsers that are signed in to these pages are no devices: they read no messages.',
    name: 'Name',
    id: 'Id',
    place: 'Address',
    approveTitle: 'Was it you who has just signed this device in?',
    approveWhat: 'Until you have answered, it sees neither old messages of open rooms nor your backup keys.',
    approve: 'Yes, approve this device',
    refuse: 'No, sign it out',
    refuseWhat: 'If you do not know where it comes from, somebody may be in your account:',
    notMe: 'it wasn’t me',
    back: 'All devices',
    did: { approved: 'The device is approved.', ended: 'The device is signed out.' },
  },
} as const

/** The devices of an account; those that wait come first. */
export function devicesPage(scene: Scene, devices: readonly OwnDevice[]): PageBody {
  const { language, session, did } = scene
  const words = WORDS[language]
  const order = devices.toSorted((a, b) => Number(b.onProbationSinceMs !== null) - Number(a.onProbationSinceMs !== null) || (b.lastSeenAtMs ?? 0) - (a.lastSeenAtMs ?? 0))
  return page({
    language,
    title: words.title,
    here: '/account/devices',
    signedIn: session,
    body: html`${accountNav(language, '/account/devices')}
${(did === 'approved' || did === 'ended') && html`<p class="done" role="status">${words.did[did]}</p>`}
<section>${devices.length === 0 ? html`<p>${words.none}</p>` : html`<ul class="list">${order.map((each) => deviceEntry(scene, each))}</ul>`}</section>
<section aria-labelledby="browsers"><h2 id="browsers">${words.browsers}</h2><p>${words.browsersWhat}</p>
<form method="post" action="/account/devices">${hiddenFields({ csrf: session.csrf, act: 'end_browsers' })}<button class="plain">${words.endBrowsers}</button></form></section>`,
  })
}

function pathOf({ deviceId }: OwnDevice): string {
  return `/account/devices?${new URLSearchParams({ device_id: deviceId })}`
}

function deviceEntry({ language, session }: Scene, device: OwnDevice): Html {
  const words = WORDS[language]
  const name = device.displayName ?? device.deviceId
  const waits = device.onProbationSinceMs !== null
  return html`<li><h2 class="name">${name}${waits && html` <span class="tag wait">${words.waits}</span>`}</h2>
<p class="facts">${seenOf(language, device)}</p><div class="row">
<a class="button${waits ? '' : ' plain'}" href="${pathOf(device)}">${words.look}<span class="unseen">: ${name}</span></a>
<form method="post" action="/account/devices">${hiddenFields({ csrf: session.csrf, act: 'end', device_id: device.deviceId })}<button class="plain">${words.end}<span class="unseen"> ${name}</span></button></form></div></li>`
}

function seenOf(language: Language, { lastSeenAtMs, lastSeenIp }: OwnDevice): string {
  const words = WORDS[language]
  if (lastSeenAtMs === null) return words.unseen
  return `${words.seen} ${momentOf(language, lastSeenAtMs)}${lastSeenIp === null ? '' : `, ${words.from} ${lastSeenIp}`}`
}

/** One device. `options`: what a passkey is asked for to approve it, where it waits. */
export function devicePage(scene: Scene, device: OwnDevice, options: object | undefined): PageBody {
  const { language, session } = scene
  const words = WORDS[language]
  const name = device.displayName ?? device.deviceId
  const since = device.onProbationSinceMs
  return page({
    language,
    title: options === undefined ? name : words.approveTitle,
    here: pathOf(device),
    signedIn: session,
    body: html`${accountNav(language, '/account/devices')}<section>
<dl class="pairs"><dt>${words.name}</dt><dd>${name}</dd><dt>${words.id}</dt><dd>${device.deviceId}</dd>
${since !== null && html`<dt>${words.waitingSince}</dt><dd>${momentOf(language, since)}</dd>`}
${device.lastSeenIp !== null && html`<dt>${words.place}</dt><dd>${device.lastSeenIp}</dd>`}</dl>
${
  options !== undefined &&
  html`<p>${words.approveWhat}</p>${passkeyForm({
    language,
    action: '/account/devices',
    kind: 'get',
    options,
    label: words.approve,
    hidden: { csrf: session.csrf, act: 'approve', device_id: device.deviceId },
  })}`
}
<form method="post" action="/account/devices" class="after">${hiddenFields({ csrf: session.csrf, act: 'end', device_id: device.deviceId })}<button class="plain wide">${options === undefined ? words.end : words.refuse}</button></form>
${options !== undefined && html`<p class="after">${words.refuseWhat} <a href="/account/not-me">${words.notMe}</a>.</p>`}</section>
<p><a href="/account/devices">${words.back}</a></p>`,
  })
}
