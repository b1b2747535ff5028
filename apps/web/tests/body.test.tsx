// @vitest-environment jsdom
// The bodies of messages, whatever they hold: nothing of somebody else's runs, is fetched, or breaks the page.
import { createWords } from '@chappe/ui'
import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { AppModel } from '../src/viewmodels/app.ts'
import { createPreferences } from '../src/viewmodels/preferences.ts'
import type { MessageBody } from '../src/viewmodels/types.ts'
import { AppProvider } from '../src/views/app-context.tsx'
import { TextBody } from '../src/views/body/text.tsx'
import { en } from '../src/words/en.ts'
import { fr } from '../src/words/fr.ts'
import { HOSTILE_HTML } from './hostile.ts'

const words = createWords({ en, fr }, 'en')
const model = { userId: '@alice:chappe.example' } as AppModel
const app = { model, words, setLanguage: () => undefined, preferences: createPreferences(localStorage) }
const BOB = { userId: '@bob:chappe.example', name: 'Bob', avatarUrl: undefined }

/** What stands in the page of a body. */
function draw(body: Partial<Extract<MessageBody, { kind: 'text' }>>): Document {
  const whole = { kind: 'text', text: '', html: undefined, tone: 'plain', ...body } as const
  const markup = renderToStaticMarkup(
    <AppProvider value={app}>
      <TextBody body={whole} sender={BOB} />
    </AppProvider>,
  )
  return new DOMParser().parseFromString(markup, 'text/html')
}

const html = (source: string): Document => draw({ text: 'fallback', html: source })

const ELEMENTS = /^(?:a|b|blockquote|br|button|caption|code|del|details|div|em|hr|i|li|ol|p|pre|s|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)$/
const ATTRIBUTES = /^(?:aria-expanded|aria-live|class|data-folded|data-me|dir|href|lang|rel|start|tabindex|target|title|type)$/

/** Why a page may not be shown; empty where it may. */
function dangers(page: Document): string[] {
  return [...page.body.querySelectorAll('*')].flatMap((element) => {
    const found: string[] = []
    if (!ELEMENTS.test(element.tagName.toLowerCase())) found.push(`<${element.tagName}>`)
    for (const { name, value } of element.attributes) {
      if (!ATTRIBUTES.test(name)) found.push(`${name}="${value}"`)
      if (name === 'href' && !/^(?:https?:|ftp:|mailto:|magnet:|\/rooms\/)/.test(value)) found.push(`href="${value}"`)
      if (name === 'class' && !/^(?:body-|message-|pill|spoiler|link)/.test(value)) found.push(`class="${value}"`)
    }
    return found
  })
}

test.each(HOSTILE_HTML.map((source) => [source.slice(0, 60), source]))('nothing is left of %s', (_name, source) => {
  expect(dangers(html(source))).toEqual([])
})

test('whatever HTML anybody makes up, the message is drawn and harmless', () => {
  const piece = fc.oneof(
    fc.constantFrom(...HOSTILE_HTML.map((each) => each.slice(0, 200))),
    fc.string({ maxLength: 40 }),
    fc.constantFrom('<p>', '</p>', '<table>', '<tr>', '<td>', '<pre><code>', '</code>', '<a href="', '">', '<span data-mx-spoiler>', '<!--', '-->', '<![CDATA[', '<h1>', '<details><summary>', "'", '"', '<ul><li>'),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      expect(dangers(html(pieces.join('')))).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('whatever text anybody writes stands there as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const page = draw({ text })
      expect(dangers(page)).toEqual([])
      expect(page.body.textContent?.replaceAll('\r', '')).toBe(new DOMParser().parseFromString(`<pre>\n${escape(text)}</pre>`, 'text/html').body.textContent?.replaceAll('\r', ''))
    }),
    { numRuns: 200 },
  )
})

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

test('what people write comes out as they meant it', () => {
  expect(html('<p><strong>Three</strong> points</p><ol start="2"><li>two</li></ol>').body.innerHTML).toContain('<ol start="2"><li dir="auto">two</li></ol>')
  expect(html('<mx-reply>quote</mx-reply>the answer').body.textContent).toBe('the answer')
  expect(html('<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>').querySelectorAll('table th, table td')).toHaveLength(2)
  expect(html('<pre><code class="language-ts">let a = 1\n</code></pre>').querySelector('pre')?.textContent).toBe('let a = 1')
  expect(html('<h1>Title</h1>').querySelector('.body-h1')?.textContent).toBe('Title')
  expect(html('<span data-mx-spoiler="the end">he dies</span>').body.textContent).toBe('Hidden: the end')
  expect(html('<img alt=":parrot:" src="mxc://a/b">').body.textContent).toBe(':parrot:')
})

test('links within stay within, links outside open apart, and whom they mention is seen', () => {
  const outside = draw({ text: 'see https://example.org/a?b=c.' }).querySelector('a')
  expect(outside?.getAttribute('href')).toBe('https://example.org/a?b=c')
  expect(outside?.getAttribute('rel')).toBe('noreferrer noopener')
  expect(outside?.getAttribute('target')).toBe('_blank')
  const room = html('<a href="https://matrix.to/#/!budget:chappe.example/$one">there</a>').querySelector('a')
  expect(room?.getAttribute('href')).toBe('/rooms/!budget%3Achappe.example/%24one')
  expect(html('<a href="https://matrix.to/#/@alice:chappe.example">Alice</a>').querySelector('.pill')?.getAttribute('data-me')).toBe('true')
})

test('a letter of the server is read in the language of the screen, the other one a press away', () => {
  const page = draw({ text: 'both', letter: { fr: 'Maintenance ce soir : https://example.org', en: 'Maintenance tonight' } })
  expect([...page.querySelectorAll('[lang]')].map((part) => [part.getAttribute('lang'), part.textContent])).toEqual([['en', 'Maintenance tonight']])
  expect(page.querySelector('button')?.textContent).toBe('In French')
})

test('what is long is folded, and can be opened', () => {
  expect(draw({ text: 'a line\n'.repeat(100) }).querySelector('button')?.textContent).toBe('Show all')
  expect(draw({ text: 'a line' }).querySelector('button')).toBeNull()
  expect(draw({ text: `${'x'.repeat(60_000)} https://example.org` }).querySelector('[data-folded]')).not.toBeNull()
})

test('HTML that is too deep or too much is shown as the plain text that came with it', () => {
  expect(html(`${'<div>'.repeat(101)}deep`).body.textContent).toBe('fallback')
  expect(html('<br>'.repeat(4001)).querySelector('.message-text')?.textContent).toBe('fallback')
  expect(html(`${'<div>'.repeat(90)}deep`).body.textContent).toBe('deep')
})
