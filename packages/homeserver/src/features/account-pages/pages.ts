// What the pages of an account look like.
import type { PageBody } from '../../http/reveal-tap.ts'
import { hiddenFields } from '../../pages/forms.ts'
import type { Html } from '../../pages/html.ts'
import { html } from '../../pages/html.ts'
import type { Language } from '../../pages/language.ts'
import { page } from '../../pages/page.ts'
import { dayOf, momentOf } from '../../pages/times.ts'
import type { OwnDevice, OwnPasskey, Scene } from './scene.ts'

const WORDS = {
  fr: {
    title: 'Mon compte',
    overview: 'Vue d’ensemble',
    profile: 'Profil',
    passkeys: 'Clés d’accès',
    devices: 'Appareils',
    notMe: 'Ce n’était pas moi',
    sections: 'Rubriques du compte',
    manage: 'Gérer',
    look: 'Voir les appareils',
    onePasskey: 'Vous n’avez qu’une clé d’accès. Ajoutez-en une deuxième, sur un autre appareil ou une clé de sécurité\u00a0: si vous perdez la première, vous ne serez pas bloqué.',
    noPasskey: 'Vous n’avez pas encore de clé d’accès.',
    manyPasskeys: (count: number) => `Vous avez ${count} clés d’accès.`,
    manyDevices: (count: number) => (count < 2 ? `${count} appareil connecté.` : `${count} appareils connectés.`),
    waiting: (count: number) => (count < 2 ? 'Un appareil attend votre accord.' : `${count} appareils attendent votre accord.`),
    wrong: 'Quelque chose d’anormal\u202f?',
    wrongWhat: 'Un appareil que vous ne connaissez pas, une demande que vous n’avez pas faite, un code ou une clé que vous avez donnés à quelqu’un\u00a0: arrêtez tout d’abord, on cherche ensuite.',
    add: 'Ajouter une clé d’accès',
    created: 'Créée le',
    used: 'utilisée le',
    never: 'jamais utilisée',
    synced: 'Synchronisée',
    copy: 'Une copie de cette clé semble avoir servi le',
    copyWhat: 'Si vous ne savez pas pourquoi, ajoutez une autre clé et retirez celle-ci.',
    rename: 'Renommer',
    name: 'Nouveau nom de',
    remove: 'Retirer',
    lastStays: 'La dernière clé d’accès ne peut pas être retirée.',
    did: { renamed: 'Le nom est changé.', removed: 'La clé d’accès est retirée.' },
    notMeWhat: 'Si quelqu’un d’autre est entré dans votre compte, arrêtez-le ici. Tous vos appareils, et les siens, sont déconnectés aussitôt, et vos responsables de sécurité sont prévenus.',
    notMeThen: 'Vous ne pourrez plus vous connecter avant que deux personnes de votre service ne vous aient rouvert l’accès. Vos messages ne sont pas effacés.',
    notMeDo: 'Arrêter mon compte maintenant',
    back: 'Revenir sans rien faire',
    stoppedTitle: 'Votre compte est arrêté',
    stopped: 'Personne ne peut plus s’en servir. Appelez maintenant votre assistance ou votre responsable de sécurité, par téléphone ou de vive voix.',
    closeTitle: 'Fermer mon compte',
    close: 'Le compte est fermé pour toujours\u00a0: tous vos appareils sont déconnectés, vous quittez tous les salons, et personne ne pourra rouvrir ce compte ni reprendre son identifiant.',
    closeOwner: 'Si votre compte vous a été donné par votre service, parlez-lui-en d’abord.',
    sure: 'Oui, je veux fermer mon compte pour toujours',
    erase: 'Cacher aussi ce que j’ai écrit à ceux qui arriveront plus tard',
    closedTitle: 'Votre compte est fermé',
    closed: 'Vous pouvez fermer cette page.',
  },
  en: {
    title: 'My account',
    overview: 'Overview',
    profile: 'Profile',
    passkeys: 'Passkeys',
    devices: 'Devices',
    notMe: 'It wasn’t me',
    sections: 'Parts of the account',
    manage: 'Manage',
    look: 'See the devices',
    onePasskey: 'You have one passkey only. Add a second one, on another device or on a security key: if you lose the first, you will not be locked out.',
    noPasskey: 'You have no passkey yet.',
    manyPasskeys: (count: number) => `You have ${count} passkeys.`,
    manyDevices: (count: number) => (count === 1 ? '1 device is signed in.' : `${count} devices are signed in.`),
    waiting: (count: number) => (count < 2 ? 'A device waits for your approval.' : `${count} devices wait for your approval.`),
    wrong: 'Something is not right?',
    wrongWhat: 'A device that you do not know, a request that you did not make, a code or a key that you gave to somebody: stop everything first, find out afterwards.',
    add: 'Add a passkey',
    created: 'Made on',
    used: 'used on',
    never: 'never used',
    synced: 'Synced',
    copy: 'A copy of this passkey seems to have been used on',
    copyWhat: 'If you do not know why, add another passkey and remove this one.',
    rename: 'Rename',
    name: 'New name of',
    remove: 'Remove',
    lastStays: 'The last passkey cannot be removed.',
    did: { renamed: 'The name is changed.', removed: 'The passkey is removed.' },
    notMeWhat: 'If somebody else has come into your account, stop it here. All your devices, and theirs, are signed out at once, and your security officers are told.',
    notMeThen: 'You will not be able to sign in until two people of your organisation have let you in again. Your messages are not deleted.',
    notMeDo: 'Stop my account now',
    back: 'Go back and do nothing',
    stoppedTitle: 'Your account is stopped',
    stopped: 'Nobody can use it any more. Now call your help desk or your security officer, by telephone or in person.',
    closeTitle: 'Close my account',
    close: 'The account is closed for good: all your devices are signed out, you leave every room, and nobody can open this account again or take its name.',
    closeOwner: 'If your organisation gave you this account, talk to it first.',
    sure: 'Yes, I want to close my account for good',
    erase: 'Also hide what I wrote from those who come later',
    closedTitle: 'Your account is closed',
    closed: 'You can close this page.',
  },
} as const

/** The way between the pages of an account. `at`: which one this is. */
export function accountNav(language: Language, at: string): Html {
  const words = WORDS[language]
  const entries: [string, string][] = [
    ['/account', words.overview],
    ['/account/profile', words.profile],
    ['/account/passkeys', words.passkeys],
    ['/account/devices', words.devices],
    ['/account/not-me', words.notMe],
  ]
  return html`<nav class="tabs" aria-label="${words.sections}"><ul>${entries.map(
    ([path, label]) => html`<li><a href="${path}"${path === at && html` aria-current="page"`}>${label}</a></li>`,
  )}</ul></nav>`
}

/** The first page. */
export function overviewPage(scene: Scene, { passkeys, devices }: { passkeys: readonly OwnPasskey[]; devices: readonly OwnDevice[] }): PageBody {
  const { language, session } = scene
  const words = WORDS[language]
  const waiting = devices.filter((each) => each.onProbationSinceMs !== null).length
  const keys = passkeys.length === 0 ? words.noPasskey : passkeys.length === 1 ? words.onePasskey : words.manyPasskeys(passkeys.length)
  return page({
    language,
    title: words.title,
    here: '/account',
    signedIn: session,
    body: html`${accountNav(language, '/account')}
${waiting > 0 && html`<p class="note" role="status">${words.waiting(waiting)} <a href="/account/devices">${words.look}</a></p>`}
<section aria-labelledby="passkeys"><h2 id="passkeys">${words.passkeys}</h2><p>${keys}</p>
<div class="row">${passkeys.length < 2 && html`<a class="button" href="/enrol/passkey">${words.add}</a>`}<a class="button plain" href="/account/passkeys">${words.manage}<span class="unseen"> ${words.passkeys}</span></a></div></section>
<section aria-labelledby="devices"><h2 id="devices">${words.devices}</h2><p>${words.manyDevices(devices.length)}</p>
<a class="button plain" href="/account/devices">${words.look}</a></section>
<section aria-labelledby="wrong"><h2 id="wrong">${words.wrong}</h2><p>${words.wrongWhat}</p>
<a class="button alarm" href="/account/not-me">${words.notMe}</a></section>`,
  })
}

/** The passkeys of an account. */
export function passkeysPage(scene: Scene, passkeys: readonly OwnPasskey[]): PageBody {
  const { language, session, did } = scene
  const words = WORDS[language]
  return page({
    language,
    title: words.passkeys,
    here: '/account/passkeys',
    signedIn: session,
    body: html`${accountNav(language, '/account/passkeys')}
${(did === 'renamed' || did === 'removed') && html`<p class="done" role="status">${words.did[did]}</p>`}
${passkeys.length < 2 && html`<p class="note">${passkeys.length === 0 ? words.noPasskey : words.onePasskey}</p>`}
${passkeys.length > 0 && html`<section><ul class="list">${passkeys.map((each) => passkeyEntry(scene, each, passkeys.length === 1))}</ul></section>`}
<p><a class="button" href="/enrol/passkey">${words.add}</a></p>`,
  })
}

function passkeyEntry({ language, session }: Scene, passkey: OwnPasskey, isLast: boolean): Html {
  const words = WORDS[language]
  const { passkeyNid, name, createdAtMs, lastUsedAtMs, copySeenAtMs } = passkey
  const hidden = (act: string): Html[] => hiddenFields({ csrf: session.csrf, act, passkey: String(passkeyNid) })
  const used = lastUsedAtMs === undefined ? words.never : `${words.used} ${dayOf(language, lastUsedAtMs)}`
  return html`<li><h2 class="name">${name}${passkey.isBackedUp && html` <span class="tag">${words.synced}</span>`}</h2>
<p class="facts">${words.created} ${dayOf(language, createdAtMs)}, ${used}</p>
${copySeenAtMs !== undefined && html`<p class="problem">${words.copy} ${momentOf(language, copySeenAtMs)}. ${words.copyWhat}</p>`}
<details><summary>${words.rename}<span class="unseen"> ${name}</span></summary>
<form method="post" action="/account/passkeys" class="row">${hidden('rename')}<div class="field"><label for="name-${passkeyNid}">${words.name} ${name}</label>
<input id="name-${passkeyNid}" name="name" value="${name}" maxlength="64" autocomplete="off" required></div><button class="plain">${words.rename}</button></form></details>
${
  isLast
    ? html`<p class="soft small">${words.lastStays}</p>`
    : html`<form method="post" action="/account/passkeys">${hidden('remove')}<button class="plain">${words.remove}<span class="unseen"> ${name}</span></button></form>`
}</li>`
}

/** What to do when it was somebody else. */
export function notMePage({ language, session }: Scene): PageBody {
  const words = WORDS[language]
  return page({
    language,
    title: words.notMe,
    here: '/account/not-me',
    signedIn: session,
    body: html`${accountNav(language, '/account/not-me')}<section><p>${words.notMeWhat}</p><p>${words.notMeThen}</p>
<form method="post" action="/account/not-me">${hiddenFields({ csrf: session.csrf, act: 'contain' })}
<div class="row"><button class="alarm solid">${words.notMeDo}</button><a class="button plain" href="/account">${words.back}</a></div></form></section>`,
  })
}

/** The account is stopped. */
export function stoppedPage(language: Language): PageBody {
  const words = WORDS[language]
  return page({ language, title: words.stoppedTitle, body: html`<p>${words.stopped}</p>`, isNarrow: true })
}

/** What closing an account means, and the button. */
export function closePage({ language, session }: Scene): PageBody {
  const words = WORDS[language]
  return page({
    language,
    title: words.closeTitle,
    here: '/account/close',
    signedIn: session,
    body: html`${accountNav(language, '')}<section><p>${words.close}</p><p>${words.closeOwner}</p>
<form method="post" action="/account/close">${hiddenFields({ csrf: session.csrf, act: 'close' })}
<label class="choice"><input type="checkbox" name="sure" value="yes" required>${words.sure}</label>
<label class="choice"><input type="checkbox" name="erase" value="yes">${words.erase}</label>
<div class="row"><button class="alarm">${words.closeTitle}</button><a class="button plain" href="/account">${words.back}</a></div></form></section>`,
  })
}

/** The account is closed. */
export function closedPage(language: Language): PageBody {
  const words = WORDS[language]
  return page({ language, title: words.closedTitle, body: html`<p class="done" role="status">${words.closed}</p>`, isNarrow: true })
}
