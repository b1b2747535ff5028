// The one layout of the server's own pages: plain HTML, one style sheet, no script but the touch of a passkey, and closed
// to everything from outside.
import type { PageStatus } from '../http/reveal-tap.ts'
import { PageBody } from '../http/reveal-tap.ts'
import { assetPath } from './assets.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import type { Language } from './language.ts'

/** How far an audit has found the service to conform. */
export type Accessible = 'none' | 'partial' | 'full'

/** What a page shows. */
export interface PageView {
  language: Language
  /** The heading, and what the tab is named. */
  title: string
  /** What stands under the heading. */
  body: Html
  /** Path and query at which this page is shown again in the other language; left out where there is no such address. */
  here?: string
  /** Whose page it is, if somebody is signed in: their user id, and what signing out takes. */
  signedIn?: { userId: string; csrf: string }
  /** How accessible the service is found to be; said where somebody comes in, as the law asks. */
  accessibility?: Accessible | undefined
  /** One form's width: for pages on which there is one thing to do. */
  isNarrow?: boolean
  status?: PageStatus
  /** Where else a form of the page may lead in the end, as sources of a CSP: the app that somebody signs in to. */
  formTargets?: readonly string[]
  /** Further headers, such as a cookie. */
  headers?: Readonly<Record<string, string>>
}

const WORDS = {
  fr: {
    skip: 'Aller au contenu', other: 'English', languages: 'Langue', signOut: 'Se déconnecter', account: 'Mon compte', accessibility: 'Accessibilité',
    degrees: { none: 'Accessibilité\u00a0: non conforme', partial: 'Accessibilité\u00a0: partiellement conforme', full: 'Accessibilité\u00a0: totalement conforme' },
  },
  en: {
    skip: 'Skip to the content', other: 'Français', languages: 'Language', signOut: 'Sign out', account: 'My account', accessibility: 'Accessibility',
    degrees: { none: 'Accessibility: not compliant', partial: 'Accessibility: partially compliant', full: 'Accessibility: fully compliant' },
  },
} as const

/** A script is loaded where a passkey is touched, and nowhere else. */
function policyOf(script: boolean, formTargets: readonly string[]): string {
  const own = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
  return `${own}; script-src ${script ? "'self'" : "'none'"}; form-action ${["'self'", ...formTargets].join(' ')}`
}

/** Headers of every page. A form of a page says whence it comes (`same-origin`), and no other site learns anything. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(), geolocation=()',
  'cache-control': 'no-store',
}

/** What a page is served with; one on which no passkey is touched may run nothing at all. */
export function pageHeaders(script: boolean, formTargets: readonly string[] = []): Record<string, string> {
  return { ...HEADERS, 'content-security-policy': policyOf(script, formTargets) }
}

/** A page. */
export function page(view: PageView): PageBody {
  const { language, title, body, isNarrow = false, status = 200, headers = {} } = view
  const words = WORDS[language]
  const hasTouch = / data-(?:passkey|auth-done)=/.test(body.text)
  const script = hasTouch && html`<script src="${assetPath('passkey.js')}" defer></script>`
  const { text } = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Chappe</title>
<link rel="icon" href="${assetPath('mark.svg')}">
<link rel="stylesheet" href="${assetPath('style.css')}">
<link rel="stylesheet" href="/theme.css">
</head>
<body class="${isNarrow ? 'narrow' : 'broad'}">
<a class="skip" href="#content">${words.skip}</a>
<header class="top"><span class="brand"><img src="${assetPath('mark.svg')}" alt="" width="28" height="28">Chappe</span>${signedInOf(view)}</header>
<main id="content">
<h1>${title}</h1>
${body}
</main>
<footer class="foot">${accessibilityOf(view)}${languageSwitch(view)}</footer>
${script}
</body>
</html>
`
  return new PageBody(text, { ...pageHeaders(hasTouch, view.formTargets), ...headers }, status)
}

/** Sends the browser to another page of this server. */
export function redirect(path: string, headers: Readonly<Record<string, string>> = {}): PageBody {
  return new PageBody('', { 'cache-control': 'no-store', 'referrer-policy': 'same-origin', ...headers, location: path }, 303)
}

/** The same as an endpoint of the specification answers. */
export function found(url: string): PageBody {
  return new PageBody('', { 'cache-control': 'no-store', location: url }, 302)
}

function signedInOf({ language, signedIn }: PageView): Html | undefined {
  if (signedIn === undefined) return undefined
  const words = WORDS[language]
  return html`<div class="row"><span class="server">${signedIn.userId}</span>
<form method="post" action="/signout"><input type="hidden" name="csrf" value="${signedIn.csrf}"><button class="plain">${words.signOut}</button></form></div>`
}

/** The way to the statement, from every page. */
function accessibilityOf({ language, accessibility }: PageView): Html {
  const words = WORDS[language]
  return html`<a href="/accessibility">${accessibility === undefined ? words.accessibility : words.degrees[accessibility]}</a>`
}

function languageSwitch({ language, here }: PageView): Html | undefined {
  if (here === undefined) return undefined
  const other = language === 'fr' ? 'en' : 'fr'
  const [path = '', query = ''] = here.split('?')
  const parameters = new URLSearchParams(query)
  parameters.set('lang', other)
  const words = WORDS[language]
  return html`<nav aria-label="${words.languages}"><a href="${path}?${parameters.toString()}" lang="${other}" hreflang="${other}">${words.other}</a></nav>`
}
