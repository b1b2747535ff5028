// The parts that forms of the pages have in common, and what is asked of a form that comes in.
import { timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { MatrixError } from '@chappe/contract'
import type { Html } from './html.ts'
import { html } from './html.ts'
import type { Language } from './language.ts'

const WORDS = {
  fr: {
    missing: 'Ce navigateur ne connaît pas les clés d’accès. Ouvrez cette page dans un navigateur à jour.',
    refused: 'La clé d’accès n’a pas été utilisée. Réessayez, ou choisissez-en une autre.',
    known: 'Cet appareil a déjà une clé d’accès pour ce compte.',
    place: 'Cette page n’est pas à l’adresse habituelle du service. N’allez pas plus loin, et prévenez votre assistance.',
    script: 'Pour utiliser une clé d’accès, autorisez JavaScript pour cette page.',
  },
  en: {
    missing: 'This browser does not know passkeys. Open this page in an up-to-date browser.',
    refused: 'The passkey was not used. Try again, or choose another one.',
    known: 'This device already has a passkey for this account.',
    place: 'This page is not at the usual address of the service. Go no further, and tell your help desk.',
    script: 'To use a passkey, allow JavaScript for this page.',
  },
} as const

/** A form that is sent with the touch of a passkey. */
export interface PasskeyForm {
  language: Language
  /** Where it goes. */
  action: string
  /** A new passkey, or one that there is. */
  kind: 'create' | 'get'
  /** What the browser is asked for, as WebAuthn's JSON. */
  options: object
  /** What stands on the button. */
  label: string
  /** Further fields that come along, by name. */
  hidden?: Readonly<Record<string, string>>
  /** Fields that are filled in, above the button. */
  fields?: Html
}

/** The form. Its button waits for the script: pressed before, it would send a form that nobody has touched a passkey for. */
export function passkeyForm(form: PasskeyForm): Html {
  const words = WORDS[form.language]
  return html`<form method="post" action="${form.action}" data-passkey="${form.kind}" data-options="${JSON.stringify(form.options)}">
${hiddenFields({ ...form.hidden, credential: '' })}${form.fields}
<p id="passkey-problem" class="problem" role="alert" hidden data-missing="${words.missing}" data-refused="${words.refused}" data-known="${words.known}" data-place="${words.place}"></p>
<button class="wide" disabled autocomplete="off">${form.label}</button>
<noscript><p class="problem">${words.script}</p></noscript>
</form>`
}

/** Fields that nobody sees. */
export function hiddenFields(fields: Readonly<Record<string, string>>): Html[] {
  return Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
}

/** A field with its label. */
export function textField(field: { name: string; label: string; type?: string; autocomplete: string; value?: string; hint?: string }): Html {
  const { name, label, type = 'text', autocomplete, value = '', hint } = field
  const hintId = `${name}-hint`
  return html`<div class="field"><label for="${name}">${label}${hint === undefined ? '' : html`<span class="hint" id="${hintId}">${hint}</span>`}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="${value}" maxlength="255" autocapitalize="none" spellcheck="false" required></div>`
}

/** Throws `M_FORBIDDEN` where a form does not come from a page of this server. */
export function assertOwnForm(headers: IncomingHttpHeaders, publicUrl: string): void {
  const own = new URL(publicUrl).origin
  if (headers.origin === own && (headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin') return
  throw new MatrixError('M_FORBIDDEN', { message: `This form has to be sent from ${own}` })
}

/** Throws `M_FORBIDDEN` unless a form carries what the session's pages gave it. */
export function assertCsrf(form: URLSearchParams, csrf: string): void {
  const given = Buffer.from(form.get('csrf') ?? '')
  const expected = Buffer.from(csrf)
  if (given.byteLength === expected.byteLength && timingSafeEqual(given, expected)) return
  throw new MatrixError('M_FORBIDDEN', { message: 'This form is no longer good: open the page anew' })
}

/** The path on this server that somebody asked for before they had to sign in, or `/account`. */
export function continueOf(text: string | null | undefined): string {
  const path = (text ?? '').slice(0, 2048)
  // One slash, and no backslash or control character, which browsers take for slashes or leave out: never another site.
  return /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(path) ? path : '/account'
}
