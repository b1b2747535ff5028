// Pages that stand alone: plain, small, and closed to everything from outside.
import { createHash } from 'node:crypto'
import type { Language } from './mail.ts'
import { escapeHtml } from './mail.ts'

/** A page with the headers it must have. */
export interface Page {
  html: string
  headers: Readonly<Record<string, string>>
}

/** Puts a page together. `body` is markup, in which everything from outside has been escaped; `script` is the one that may run. */
export function plainPage(language: Language, title: string, body: string, script?: string): Page {
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
