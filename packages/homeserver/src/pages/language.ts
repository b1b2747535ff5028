// The two languages of the pages: whichever was chosen on a page, else what the browser asks for.
import type { IncomingHttpHeaders } from 'node:http'

/** The languages there are. */
export type Language = 'fr' | 'en'

/** The cookie that keeps a choice; it holds nothing else and is no secret. */
const COOKIE = 'chappe-language'

/** The language of a page. `chosen`: the parameter `lang` of the page's address. */
export function languageOf(headers: IncomingHttpHeaders, chosen?: string): Language {
  if (chosen === 'fr' || chosen === 'en') return chosen
  const kept = /(?:^|;\s*)chappe-language=(fr|en)(?:;|$)/.exec((headers.cookie ?? '').slice(0, 8192))?.[1]
  if (kept === 'fr' || kept === 'en') return kept
  const first = /\b(fr|en)\b/i.exec((headers['accept-language'] ?? '').slice(0, 256))?.[1]?.toLowerCase()
  return first === 'fr' ? 'fr' : 'en'
}

/** The `Set-Cookie` header that keeps a language that was chosen on a page. */
export function languageCookie(language: Language): string {
  return `${COOKIE}=${language}; Path=/; Max-Age=31536000; SameSite=Lax`
}
