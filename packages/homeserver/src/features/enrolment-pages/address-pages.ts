// What the pages look like on which somebody shows that an address is theirs.
import type { PageBody } from '../../http/reveal-tap.ts'
import { hiddenFields, textField } from '../../pages/forms.ts'
import { html } from '../../pages/html.ts'
import type { Language } from '../../pages/language.ts'
import { page } from '../../pages/page.ts'
import type { Proved } from './addresses.ts'

const WORDS = {
  fr: {
    title: 'Inscription',
    address: 'Adresse professionnelle',
    addressHint: 'Celle que votre service vous a donnée, ou à laquelle une invitation vous a été envoyée.',
    send: 'Recevoir un code',
    badAddress: 'Cette adresse ne peut pas être utilisée. Vérifiez-la.',
    have: 'Vous avez déjà une clé d’accès\u202f?',
    signIn: 'Connectez-vous',
    codeTitle: 'Saisissez le code reçu',
    sent: 'Si cette adresse permet de s’inscrire, un code vient d’y être envoyé. Il est valable quinze minutes.',
    unknownDomain: 'Ce domaine n’est celui d’aucun service connu ici\u00a0: seule une invitation permet de s’inscrire.',
    code: 'Code à huit chiffres',
    codeHint: 'Ne le donnez à personne, même à quelqu’un qui se dit de l’assistance.',
    next: 'Continuer',
    badCode: 'Ce code n’est pas le bon, ou n’est plus valable.',
    again: 'Recommencer avec une adresse',
    confirmTitle: 'Confirmez votre adresse',
    confirm: 'Vous avez ouvert le lien reçu par courriel. Continuez seulement si c’est vous qui avez commencé cette inscription.',
    nameTitle: 'Votre nom',
    of: 'Votre compte appartient à',
    name: 'Prénom et nom',
    nameHint: 'Les autres vous verront sous ce nom, suivi de votre service.',
    badName: 'Ce nom ne peut pas être utilisé, ou l’inscription n’est plus valable.',
    create: 'Créer le compte',
  },
  en: {
    title: 'Enrolment',
    address: 'Work address',
    addressHint: 'The one that your organisation gave you, or to which an invitation was sent.',
    send: 'Send me a code',
    badAddress: 'That address cannot be used. Check it.',
    have: 'Do you have a passkey already?',
    signIn: 'Sign in',
    codeTitle: 'Type the code',
    sent: 'If that address lets you enrol, a code has just been sent to it. It is good for fifteen minutes.',
    unknownDomain: 'That domain is of no organisation known here: only an invitation lets you enrol.',
    code: 'Code of eight digits',
    codeHint: 'Give it to nobody, not even to somebody who says they are the help desk.',
    next: 'Go on',
    badCode: 'That code is not right, or no longer good.',
    again: 'Begin again with an address',
    confirmTitle: 'Confirm your address',
    confirm: 'You have opened the link in the mail. Go on only if it was you who began to enrol.',
    nameTitle: 'Your name',
    of: 'Your account belongs to',
    name: 'First and last name',
    nameHint: 'Others see you under this name, followed by your organisation.',
    badName: 'That name cannot be used, or the enrolment is no longer good.',
    create: 'Make the account',
  },
} as const

/** The page that asks for an address. `refused`: the one that could not be used; `given`: what an application knows of who comes. */
export function addressPage(language: Language, { refused, given = '' }: { refused?: string; given?: string } = {}): PageBody {
  const words = WORDS[language]
  return page({
    language,
    title: words.title,
    here: '/enrol',
    isNarrow: true,
    status: refused === undefined ? 200 : 400,
    body: html`${refused !== undefined && html`<p class="problem" role="alert">${words.badAddress}</p>`}
<form method="post" action="/enrol">${hiddenFields({ act: 'address' })}
${textField({ name: 'address', label: words.address, hint: words.addressHint, type: 'email', autocomplete: 'email', value: refused ?? given })}
<button class="wide">${words.send}</button></form>
<p class="soft small after">${words.have} <a href="/signin">${words.signIn}</a>.</p>`,
  })
}

/** The page that asks for the code. It is the same whether or not there is an account. */
export function codePage(language: Language, view: { id: string; address: string; isDomainKnown: boolean; isRefused?: boolean }): PageBody {
  const words = WORDS[language]
  return page({
    language,
    title: words.codeTitle,
    isNarrow: true,
    status: view.isRefused === true ? 403 : 200,
    body: html`${view.isRefused === true ? html`<p class="problem" role="alert">${words.badCode}</p>` : html`<p>${words.sent}</p>`}
${view.address !== '' && html`<p><strong>${view.address}</strong></p>`}${!view.isDomainKnown && html`<p class="note">${words.unknownDomain}</p>`}
<form method="post" action="/enrol">${hiddenFields({ act: 'prove', id: view.id })}
${textField({ name: 'code', label: words.code, hint: words.codeHint, autocomplete: 'one-time-code' })}
<button class="wide">${words.next}</button></form>
<p class="after"><a href="/enrol">${words.again}</a></p>`,
  })
}

/** The page that a link in a mail leads to: a click, so that a program that looks at mails proves nothing. */
export function confirmPage(language: Language, { id, token }: { id: string; token: string }): PageBody {
  const words = WORDS[language]
  return page({
    language,
    title: words.confirmTitle,
    here: `/enrol?${new URLSearchParams({ id, token })}`,
    isNarrow: true,
    body: html`<p>${words.confirm}</p>
<form method="post" action="/enrol">${hiddenFields({ act: 'prove', id, token })}<button class="wide">${words.next}</button></form>`,
  })
}

/** The page on which the account is made; it asks for a name where no directory has one. */
export function namePage(language: Language, proved: Proved, isRefused = false): PageBody {
  const words = WORDS[language]
  const { enrolmentId, secret, organisationName, givenName } = proved
  return page({
    language,
    title: givenName ?? words.nameTitle,
    isNarrow: true,
    status: isRefused ? 403 : 200,
    body: html`${isRefused && html`<p class="problem" role="alert">${words.badName}</p>`}
${organisationName !== '' && html`<p>${words.of} <strong>${organisationName}</strong>.</p>`}
<form method="post" action="/enrol">${hiddenFields({ act: 'complete', id: enrolmentId, secret })}
${givenName === undefined && textField({ name: 'name', label: words.name, hint: words.nameHint, autocomplete: 'name' })}
<button class="wide">${words.create}</button></form>`,
  })
}
