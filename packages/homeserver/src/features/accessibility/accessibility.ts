// The accessibility statement that the law asks for: how far the service conforms, what does not, whom to tell of a barrier, and
// whom to turn to if nothing comes of it. Article 7 of Directive (EU) 2016/2102; in France Decree 2019-768, article 4.
import type { IncomingHttpHeaders } from 'node:http'
import type { PageBody } from '../../http/reveal-tap.ts'
import type { Html } from '../../pages/html.ts'
import { html } from '../../pages/html.ts'
import type { Language } from '../../pages/language.ts'
import { languageOf } from '../../pages/language.ts'
import { page } from '../../pages/page.ts'
import { dayOf } from '../../pages/times.ts'
import { BARRIERS, STATED_AT_MS } from './barriers.ts'
import type { StatementWords } from './statement-words.ts'
import { STATEMENT_WORDS } from './statement-words.ts'

/** What an operator says of it. */
export interface AccessibilitySettings {
  /** What an audit by people has found; left out: there was none, and the service counts as not conforming. */
  degree?: 'none' | 'partial' | 'full' | undefined
  /** Who answers for the service. */
  authority?: string | undefined
  /** Whom to tell of a barrier. */
  contact?: string | undefined
  /** Who has audited it, when, and with which result. */
  audit?: string | undefined
  /** Whom to turn to if nothing comes of it; left out: the French Défenseur des droits. */
  appeal?: string | undefined
}

/** What the page needs. */
export interface AccessibilityDeps {
  settings: { serverName: string; helpDesk?: string | undefined; accessibility?: AccessibilitySettings | undefined }
}

/** The operations of this feature. */
export interface Accessibility {
  /** The statement, in the language that was `chosen` or that the browser asks for. */
  show(headers: IncomingHttpHeaders, chosen: string | undefined): PageBody
}

/** Ties the page to what the operator says. */
export function createAccessibility({ settings }: AccessibilityDeps): Accessibility {
  return {
    show(headers, chosen) {
      const language = languageOf(headers, chosen)
      const words = STATEMENT_WORDS[language]
      return page({ language, title: words.title, here: '/accessibility', accessibility: settings.accessibility?.degree ?? 'none', body: statementOf(language, words, settings) })
    },
  }
}

function statementOf(language: Language, words: StatementWords, { serverName, helpDesk, accessibility = {} }: AccessibilityDeps['settings']): Html {
  const { degree = 'none', authority = serverName, contact = helpDesk, audit, appeal } = accessibility
  return html`<p>${words.commits(authority)}</p>
<p>${words.covers}</p>
<section><h2>${words.degreeTitle}</h2>
<p><strong>${words.degrees[degree]}</strong> ${words.because[degree]}</p>
<p>${audit === undefined ? words.noAudit : withLink(audit)}</p>
<p>${words.tested}</p></section>
<section><h2>${words.barriersTitle}</h2>
${BARRIERS.length === 0 ? html`<p>${words.noBarriers}</p>` : barriersOf(language, words)}
<p>${words.exempt}</p></section>
<section><h2>${words.madeTitle}</h2>
<p>${words.made(dayOf(language, STATED_AT_MS))}</p>
<p>${words.techniques}</p></section>
<section><h2>${words.contactTitle}</h2>
<p>${words.contactWhy}</p>
<p>${contact === undefined ? words.contactNobody : withLink(contact)}</p></section>
<section><h2>${words.appealTitle}</h2>
<p>${words.appealWhy}</p>
${appeal === undefined ? words.appeal : html`<p>${withLink(appeal)}</p>`}</section>`
}

function barriersOf(language: Language, words: StatementWords): Html {
  return html`<p>${words.barriers}</p>
<ul>${BARRIERS.map(({ criterion, says }) => html`<li data-criterion="${criterion}">${says[language]} ${words.criterion(criterion)}</li>`)}</ul>`
}

/** Text of an operator; where it holds the address of a page or of a mailbox, that can be followed. */
function withLink(text: string): Html {
  const [found = ''] = /https:\/\/[^\s<>"]+[^\s<>".,;:)]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/.exec(text) ?? []
  if (found === '') return html`${text}`
  const at = text.indexOf(found)
  const href = found.startsWith('https://') ? found : `mailto:${found}`
  return html`${text.slice(0, at)}<a href="${href}">${found}</a>${text.slice(at + found.length)}`
}
