// What is read of a message with looks, where it stands as text alone.
import { expect, test } from 'vitest'
import { textOfHtml } from './html-text.ts'

test.each([
  ['the <strong>budget</strong> of <code>2026</code>', 'the budget of 2026'],
  ['<p>one</p>\n<p>two<br>three</p>', 'one\ntwo\nthree'],
  ['<ul>\n<li>bread</li>\n<li>soup</li>\n</ul>', 'bread\nsoup'],
  ['<table><tr><td>a</td><td>b</td></tr></table>', 'a b'],
  ['<pre><code>if (a &lt; b)\n  go()</code></pre>', 'if (a < b)\ngo()'],
  ['a &amp; b &#233;t&#xe9; &nbsp;c &lt;b&gt; &bogus; &#0;', 'a & b été  c <b> &bogus; '.trim()],
  ['<mx-reply><blockquote>what was asked</blockquote></mx-reply>the answer', 'the answer'],
  ['it is <span data-mx-spoiler="film">the <span>butler</span></span> again', 'it is ▒▒▒ again'],
  ['<a href="https://matrix.to/#/@bob:x">@Bob</a> looks', '@Bob looks'],
  ['<img data-mx-emoticon alt=":wave:" src="mxc://x/y"> hello', ':wave: hello'],
  ['a < b and c > d', 'a < b and c > d'],
  ['<!-- not said -->said<script>alert(1)</script>', 'said'],
  ['<b>unfinished', 'unfinished'],
  ['cut <a href="x', 'cut <a href="x'],
  ['<>', '<>'],
  ['', ''],
])('%j reads %j', (html, text) => {
  expect(textOfHtml(html)).toBe(text)
})

test('an address stands behind its words where it is to be found', () => {
  const html = 'see <a href="https://example.org/plan?a=1&amp;b=2">the plan</a>, <a href="https://example.org">https://example.org</a>, <a href="https://matrix.to/#/@bob:x">@Bob</a>'
  expect(textOfHtml(html, { withAddresses: true })).toBe('see the plan (https://example.org/plan?a=1&b=2), https://example.org, @Bob')
  expect(textOfHtml(html)).toBe('see the plan, https://example.org, @Bob')
})

test('what is made to take long does not', () => {
  for (const evil of ['<', '<a', '<a "', "<a '", '&#', '<pre>', '<span data-mx-spoiler>', '<a href="http://x">', '\n ']) expect(textOfHtml(evil.repeat(1_000_000)).length).toBeLessThanOrEqual(20_000)
})
