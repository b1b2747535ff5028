// What the pages of devices look like: which there are, from where, and the approval of a new one.
import type { PageBody } from '../../http/reveal-tap.ts'
import { deviceHandleOf } from '../../pages/device-handle.ts'
import { hiddenFields, passkeyForm, textField } from '../../pages/forms.ts'
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
    unnamed: 'Appareil sans nom',
    id: 'Identifiant',
    place: 'Adresse',
    approveTitle: 'Est-ce vous qui venez de connecter cet appareil\u202f?',
    approveWhat: 'Tant que vous n’avez pas répondu, il ne voit ni les anciens messages des salons ouverts, ni vos clés de sauvegarde.',
    nobody: 'Personne ne vous demandera jamais d’approuver un appareil, ni l’assistance, ni un collègue\u00a0: qui le demande, ou vous dicte une marque, veut entrer dans votre compte.',
    mark: 'La marque qu’affiche le nouvel appareil',
    markHint: 'Quatre caractères, à lire sur l’appareil que vous tenez. Chappe les affiche sous «\u00a0Faire entrer cet appareil\u00a0»\u00a0; une autre application, à la fin de l’identifiant de sa session.',
    mistaken: 'Ce n’est pas la marque de cet appareil. Rien n’a été approuvé. Si quelqu’un vous l’a donnée, arrêtez votre compte.',
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
    unnamed: 'Device without a name',
    id: 'Id',
    place: 'Address',
    approveTitle: 'Was it you who has just signed this device in?',
    approveWhat: 'Until you have answered, it sees neither old messages of open rooms nor your backup keys.',
    nobody: 'Nobody ever asks you to approve a device, neither the help desk nor a colleague: whoever asks, or tells you a mark, wants into your account.',
    mark: 'The mark that the new device shows',
    markHint: 'Four characters, read on the device that is in your hands. Chappe shows them under “Let this device in”; another app at the end of its session ID.',
    mistaken: 'This is not the mark of that device. Nothing was approved. If somebody gave it to you, stop your account.',
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

/** The page of a device. */
export function pathOf({ deviceId }: OwnDevice): string {
  return `/account/devices?${new URLSearchParams({ device_id: deviceHandleOf(deviceId) })}`
}

function deviceEntry({ language, session }: Scene, device: OwnDevice): Html {
  const words = WORDS[language]
  const name = nameOf(language, device)
  const waits = device.onProbationSinceMs !== null
  return html`<li><h2 class="name">${name}${waits && html` <span class="tag wait">${words.waits}</span>`}</h2>
<p class="facts">${seenOf(language, device)}</p><div class="row">
<a class="button${waits ? '' : ' plain'}" href="${pathOf(device)}">${words.look}<span class="unseen">: ${name}</span></a>
<form method="post" action="/account/devices">${hiddenFields({ csrf: session.csrf, act: 'end', device_id: deviceHandleOf(device.deviceId) })}<button class="plain">${words.end}<span class="unseen"> ${name}</span></button></form></div></li>`
}

/** What a device is called. The id of one that waits is not told: it ends in its mark. */
function nameOf(language: Language, { displayName, deviceId, onProbationSinceMs }: OwnDevice): string {
  return displayName ?? (onProbationSinceMs === null ? deviceId : WORDS[language].unnamed)
}

function seenOf(language: Language, { lastSeenAtMs, lastSeenIp }: OwnDevice): string {
  const words = WORDS[language]
  if (lastSeenAtMs === null) return words.unseen
  return `${words.seen} ${momentOf(language, lastSeenAtMs)}${lastSeenIp === null ? '' : `, ${words.from} ${lastSeenIp}`}`
}

/** One device. `options`: what a passkey is asked for to approve it, where it waits. */
export function devicePage(scene: Scene, device: OwnDevice, options: object | undefined): PageBody {
  const { language, session, did } = scene
  const words = WORDS[language]
  const name = nameOf(language, device)
  const since = device.onProbationSinceMs
  return page({
    language,
    title: options === undefined ? name : words.approveTitle,
    here: pathOf(device),
    signedIn: session,
    body: html`${accountNav(language, '/account/devices')}<section>
<dl class="pairs"><dt>${words.name}</dt><dd>${name}</dd>
${since === null && html`<dt>${words.id}</dt><dd>${device.deviceId}</dd>`}
${since !== null && html`<dt>${words.waitingSince}</dt><dd>${momentOf(language, since)}</dd>`}
${device.lastSeenIp !== null && html`<dt>${words.place}</dt><dd>${device.lastSeenIp}</dd>`}</dl>
${
  options !== undefined &&
  html`<p>${words.approveWhat}</p>${did === 'mistaken' && html`<p class="problem" role="alert">${words.mistaken}</p>`}<p class="note">${words.nobody}</p>${passkeyForm({
    language,
    action: '/account/devices',
    kind: 'get',
    options,
    label: words.approve,
    hidden: { csrf: session.csrf, act: 'approve', device_id: deviceHandleOf(device.deviceId) },
    fields: textField({ name: 'mark', label: words.mark, hint: words.markHint, autocomplete: 'off' }),
  })}`
}
<form method="post" action="/account/devices" class="after">${hiddenFields({ csrf: session.csrf, act: 'end', device_id: deviceHandleOf(device.deviceId) })}<button class="plain wide">${options === undefined ? words.end : words.refuse}</button></form>
${options !== undefined && html`<p class="after">${words.refuseWhat} <a href="/account/not-me">${words.notMe}</a>.</p>`}</section>
<p><a href="/account/devices">${words.back}</a></p>`,
  })
}
