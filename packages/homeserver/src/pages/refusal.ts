// How a refusal is shown to people, and routes whose refusals are.
import type { AnyEndpoint, ErrorCode } from '@chappe/contract'
import type { IncomingHttpHeaders } from 'node:http'
import type { ErrorAnswer } from '../http/errors.ts'
import type { PageStatus } from '../http/reveal-tap.ts'
import { PageBody } from '../http/reveal-tap.ts'
import type { Answer, Call, Route } from '../http/route.ts'
import { route } from '../http/route.ts'
import { html } from './html.ts'
import type { Language } from './language.ts'
import { languageCookie, languageOf } from './language.ts'
import { page } from './page.ts'

interface Words {
  title: string
  back: string
  codes: Partial<Record<ErrorCode, string>>
  other: string
}

const WORDS: Readonly<Record<Language, Words>> = {
  fr: {
    title: 'Cela n’a pas fonctionné',
    back: 'Revenir au début',
    codes: {
      M_LIMIT_EXCEEDED: 'Trop de tentatives. Patientez un moment, puis réessayez.',
      M_FORBIDDEN: 'Cette demande n’est pas autorisée, ou cette page n’est plus à jour. Ouvrez-la de nouveau.',
      M_NOT_FOUND: 'Il n’y a rien ici.',
      M_TOO_LARGE: 'Ce qui a été envoyé est trop grand.',
      CHAPPE_UNAVAILABLE: 'Le service est momentanément indisponible. Rien n’a été changé.',
    },
    other: 'Une erreur est survenue. Rien n’a été changé.',
  },
  en: {
    title: 'That did not work',
    back: 'Back to the start',
    codes: {
      M_LIMIT_EXCEEDED: 'Too many attempts. Wait a moment, then try again.',
      M_FORBIDDEN: 'That is not allowed, or this page is out of date. Open it anew.',
      M_NOT_FOUND: 'There is nothing here.',
      M_TOO_LARGE: 'What was sent is too large.',
      CHAPPE_UNAVAILABLE: 'The service is not available at the moment. Nothing was changed.',
    },
    other: 'Something went wrong. Nothing was changed.',
  },
}

const STATUSES: readonly number[] = [400, 401, 403, 404, 409, 413, 429, 500, 503] satisfies PageStatus[]

/** The page of a refusal. */
function refusalPage({ error, status, headers }: ErrorAnswer, asked: IncomingHttpHeaders): PageBody {
  const language = languageOf(asked)
  const words = WORDS[language]
  const sentence = words.codes[error.code] ?? words.other
  return page({
    language,
    title: words.title,
    body: html`<p>${sentence}</p><p><a href="/account">${words.back}</a></p>`,
    isNarrow: true,
    status: isPageStatus(status) ? status : 500,
    headers,
  })
}

function isPageStatus(status: number): status is PageStatus {
  return STATUSES.includes(status)
}

/** Declares the route of a page: as `route`, and what it refuses is shown as a page. */
export function pageRoute<const E extends AnyEndpoint>(
  endpoint: E,
  handler: (call: Call<E>) => Promise<Answer<E>> | Answer<E>,
): Route {
  const { handle } = route(endpoint, handler)
  return { endpoint, handle: async (call) => keepLanguage(await handle(call), call), refuse: refusalPage }
}

/** A language that was chosen on a page is kept for the others. */
function keepLanguage(answer: unknown, call: unknown): unknown {
  const chosen = typeof call === 'object' && call !== null && 'query' in call ? langOf(call.query) : undefined
  if (!(answer instanceof PageBody) || chosen === undefined || answer.headers['set-cookie'] !== undefined) return answer
  return new PageBody(answer.body, { ...answer.headers, 'set-cookie': languageCookie(chosen) }, answer.status)
}

function langOf(query: unknown): Language | undefined {
  const lang = typeof query === 'object' && query !== null && 'lang' in query ? query.lang : undefined
  return lang === 'fr' || lang === 'en' ? lang : undefined
}
