import { expect, test } from 'vitest'
import { toHtml } from './composer-markdown.ts'

test('Markdown becomes the HTML of Matrix; what has no looks becomes none', () => {
  expect(toHtml('**Three** points', [])).toBe('<strong>Three</strong> points')
  expect(toHtml('just words\nin two lines', [])).toBeUndefined()
  expect(toHtml('5 < 6 & 7', [])).toBeUndefined()
  expect(toHtml('| a |\n|---|\n| 1 |', [])).toContain('<td>1</td>')
  expect(toHtml('one\n\ntwo', [])).toBe('<p>one</p>\n<p>two</p>')
})

test('HTML that somebody writes is text, and a picture from elsewhere is not fetched', () => {
  expect(toHtml('**a** <img src=x onerror=alert(1)>', [])).toBe('<strong>a</strong> &lt;img src=x onerror=alert(1)&gt;')
  expect(toHtml('![a](https://example.org/a.png) **b**', [])).not.toContain('<img')
  expect(toHtml('[x](javascript:alert(1)) **b**', [])).not.toContain('href')
})

test('whom a word means is said by a link, the longest name first, and not within code', () => {
  const mentions = [
    { label: '@Ann', id: '@ann:chappe.example' },
    { label: '@Ann Lee', id: '@ann.lee:chappe.example' },
    { label: '@room', id: '@room' },
  ]
  expect(toHtml('@Ann Lee and @Ann, `@Ann` in @room', mentions)).toBe(
    '<a href="https://matrix.to/#/%40ann.lee%3Achappe.example">@Ann Lee</a> and <a href="https://matrix.to/#/%40ann%3Achappe.example">@Ann</a>, <code>@Ann</code> in @room',
  )
})
