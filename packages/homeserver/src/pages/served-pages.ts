// What somebody elsewhere may hold the server's own pages to: the files they load, and what they are served with.
// docs/decisions/0092-check-the-served-code-from-elsewhere.md
import { pageHeaders } from './page.ts'

export { listAssets } from './assets.ts'

/** Pages that everybody can ask for, signed in or not. Their words differ by person; what they load and run does not. */
export const SERVED_PAGES: readonly string[] = ['/signin', '/account', '/account/profile', '/account/passkeys', '/account/devices', '/account/not-me']

/** With what such a page is served at most. */
export const SERVED_PAGE_HEADERS: Readonly<Record<string, string>> = pageHeaders(true)
