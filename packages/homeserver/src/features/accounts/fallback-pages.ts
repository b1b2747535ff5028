// The pages for clients that do not know how to sign in or how to do a stage: plain, small, and closed to everything
// from outside. French and English.
import { createHash } from 'node:crypto'
import type { Stage } from './open-sessions.ts'

/** A page with the headers it must have. */
export interface Page {
  html: string
  headers: Readonly<Record<string, string>>
}

type Language = 'fr' | 'en'

const WORDS = {
  fr: {
    title: 'Confirmer',
    password: 'Mot de passe',
    user: 'Identifiant',
    token: "Jeton d'inscription",
    dummy: 'Rien de plus ne vous est demandé.',
    send: 'Continuer',
    done: "C'est fait. Vous pouvez fermer cette page.",
    gone: "Cette demande n'est plus valable. Recommencez dans votre application.",
    wrong: "Cela n'a pas été accepté. Réessayez.",
    signIn: 'Se connecter',
    failed: 'La connexion a échoué.',
  },
  en: {
    title: 'Confirm',
    password: 'Password',
    user: 'User name',
    token: 'Registration token',
    dummy: 'Nothing more is asked of you.',
    send: 'Continue',
    done: 'Done. You may close this page.',
    gone: 'This request is no longer valid. Start again in your app.',
    wrong: 'That was not accepted. Try again.',
    signIn: 'Sign in',
    failed: 'Signing in failed.',
  },
} as const

type Words = (typeof WORDS)[Language]

// "the page calls window.onAuthDone() if defined, or else posts the message authDone to its opener"
const DONE_SCRIPT = `
if (window.onAuthDone) window.onAuthDone();
else if (window.opener && window.opener.postMessage) window.opener.postMessage('authDone', '*');
`

// "the page will call the JavaScript function window.matrixLogin.onLogin(response)", `onLogin` for older clients.
const LOGIN_SCRIPT = `
document.forms[0].addEventListener('submit', function (event) {
  event.preventDefault();
  var form = event.target;
  var query = new URLSearchParams(location.search);
  var body = {
    type: 'm.login.password',
    identifier: { type: 'm.id.user', user: form.user.value },
    password: form.password.value
  };
  ['device_id', 'initial_device_display_name'].forEach(function (name) {
    if (query.get(name)) body[name] = query.get(name);
  });
  var headers = { 'content-type': 'application/json' };
  fetch('/_matrix/client/v3/login', { method: 'POST', headers: headers, body: JSON.stringify(body) })
    .then(function (response) {
      return response.json().then(function (answer) {
        if (!response.ok) throw answer;
        if (window.matrixLogin && window.matrixLogin.onLogin) window.matrixLogin.onLogin(answer);
        else if (window.onLogin) window.onLogin(answer);
        form.hidden = true;
        document.getElementById('done').hidden = false;
      });
    })
    .catch(function () {
      document.getElementById('failed').hidden = false;
    });
});
`

/** What a stage asks for, as inputs of a form. */
export function stagePage(stage: Stage, session: string, about: { accepts: string | undefined; isWrong: boolean }): Page {
  const language = languageOf(about.accepts)
  const words = WORDS[language]
  const warning = about.isWrong ? `<p role="alert">${escapeHtml(words.wrong)}</p>` : ''
  const hidden = `<input type="hidden" name="session" value="${escapeHtml(session)}">`
  const form = `<form method="post">${hidden}${inputsOf(stage, words)}<button>${escapeHtml(words.send)}</button></form>`
  return page(language, words.title, `${warning}${form}`)
}

/** The stage is done: tells the client's window. */
export function donePage(accepts: string | undefined): Page {
  const language = languageOf(accepts)
  return page(language, WORDS[language].title, `<p>${escapeHtml(WORDS[language].done)}</p>`, DONE_SCRIPT)
}

/** There is no such session, or no longer. */
export function gonePage(accepts: string | undefined): Page {
  const language = languageOf(accepts)
  return page(language, WORDS[language].title, `<p role="alert">${escapeHtml(WORDS[language].gone)}</p>`)
}

/** Signing in by password, for clients without a form of their own. */
export function loginPage(accepts: string | undefined): Page {
  const language = languageOf(accepts)
  const words = WORDS[language]
  const form = `<form>${inputsOf('m.login.password', words)}<button>${escapeHtml(words.signIn)}</button></form>`
  const failed = `<p id="failed" role="alert" hidden>${escapeHtml(words.failed)}</p>`
  const body = `${form}${failed}<p id="done" hidden>${escapeHtml(words.done)}</p>`
  return page(language, words.signIn, body, LOGIN_SCRIPT)
}

function inputsOf(stage: Stage, words: Words): string {
  switch (stage) {
    case 'm.login.password':
      return (
        input('user', words.user, 'text', 'username') +
        input('password', words.password, 'password', 'current-password')
      )
    case 'm.login.registration_token':
      return input('token', words.token, 'text', 'off')
    case 'm.login.dummy':
      return `<p>${escapeHtml(words.dummy)}</p>`
  }
}

function input(name: string, label: string, type: string, autocomplete: string): string {
  const field = `<input name="${name}" type="${type}" autocomplete="${autocomplete}" maxlength="512">`
  return `<p><label>${escapeHtml(label)} ${field}</label></p>`
}

function page(language: Language, title: string, body: string, script?: string): Page {
  const heading = escapeHtml(title)
  const html = `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${heading}</title>
<main><h1>${heading}</h1>${body}</main>
${script === undefined ? '' : `<script>${script}</script>`}
</html>`
  const scripts = script === undefined ? "'none'" : `'sha256-${createHash('sha256').update(script).digest('base64')}'`
  const csp = `default-src 'none'; script-src ${scripts}; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`
  return {
    html,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': csp,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  }
}

/** The first of the languages we have in an `Accept-Language`; English where there is none. */
function languageOf(accepts: string | undefined): Language {
  const first = /\b(fr|en)\b/i.exec((accepts ?? '').slice(0, 256))?.[1]?.toLowerCase()
  return first === 'fr' ? 'fr' : 'en'
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
