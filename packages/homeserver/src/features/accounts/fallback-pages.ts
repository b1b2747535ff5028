// The pages for clients that do not know how to sign in or how to do a stage: plain, small, and closed to everything
// from outside. French and English.
import { escapeHtml, languageOf } from '../../mail.ts'
import type { Page } from '../../plain-page.ts'
import { plainPage } from '../../plain-page.ts'
import type { Stage } from './open-sessions.ts'

export type { Page } from '../../plain-page.ts'

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

type Words = (typeof WORDS)['fr' | 'en']

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
  return plainPage(language, words.title, `${warning}${form}`)
}

/** The stage is done: tells the client's window. */
export function donePage(accepts: string | undefined): Page {
  const language = languageOf(accepts)
  return plainPage(language, WORDS[language].title, `<p>${escapeHtml(WORDS[language].done)}</p>`, DONE_SCRIPT)
}

/** There is no such session, or no longer. */
export function gonePage(accepts: string | undefined): Page {
  const language = languageOf(accepts)
  return plainPage(language, WORDS[language].title, `<p role="alert">${escapeHtml(WORDS[language].gone)}</p>`)
}

/** Signing in by password, for clients without a form of their own. */
export function loginPage(accepts: string | undefined): Page {
  const language = languageOf(accepts)
  const words = WORDS[language]
  const form = `<form>${inputsOf('m.login.password', words)}<button>${escapeHtml(words.signIn)}</button></form>`
  const failed = `<p id="failed" role="alert" hidden>${escapeHtml(words.failed)}</p>`
  const body = `${form}${failed}<p id="done" hidden>${escapeHtml(words.done)}</p>`
  return plainPage(language, words.signIn, body, LOGIN_SCRIPT)
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
    // Done by the link of a mail, which leads to a page of its own.
    case 'm.login.email.identity':
    case 'm.login.dummy':
      return `<p>${escapeHtml(words.dummy)}</p>`
  }
}

function input(name: string, label: string, type: string, autocomplete: string): string {
  const field = `<input name="${name}" type="${type}" autocomplete="${autocomplete}" maxlength="512">`
  return `<p><label>${escapeHtml(label)} ${field}</label></p>`
}
