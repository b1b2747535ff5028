// A theme changes how things look; what might fetch something is named, however it is written, and so is who is served another one.
import { expect, test } from 'vitest'
import { compareStyle, findFetching } from './compare-style.ts'
import { Styles } from './same-styles.ts'

const THEME = `/* Ours (see the charter). */
:root { --accent: light-dark(#000091, #8585f6); --font: "Marianne", system-ui, sans-serif; --shadow: 0 1px 2px rgb(0 0 0 / 12%); }
@media (prefers-contrast: more) { :root:not([lang="fr"]) { --line: color-mix(in oklab, var(--accent) 50%, black); inline-size: calc(1px + 2em) } }
`

test('tokens and media queries fetch nothing', () => {
  expect(findFetching('')).toEqual([])
  expect(findFetching(THEME)).toEqual([])
  expect(compareStyle({ path: '/theme.css', headers: 'theme' }, { status: 200, headers: { 'content-type': 'text/css' }, body: Buffer.from(THEME) }, { 'content-type': 'text/css' })).toEqual([])
})

test.each([
  'input[value^="a"] { background: url(/leak?a) }',
  'input { background: URL("/leak") }',
  'input { background: u\\72l(/leak) }',
  '@import "/other.css";',
  '@\\69mport "/other.css";',
  '@font-face { font-family: x; src: local(x); unicode-range: U+61 }',
  'p { background: image-set("/leak" 1x) }',
  'p { background: -webkit-image-set("/leak" 1x) }',
  'p { cursor: src("/leak") }',
  'p { content: "/*"; background: url(/leak); content: "*/" }',
  'p { background: cross-fade(x, y) }',
])('%s might', (css) => expect(findFetching(css)).not.toEqual([]))

test('whoever is served another theme than the others is named; so is everybody where it is not the operator’s', () => {
  const styles = new Styles(undefined)
  for (const name of ['Anna', 'Bert']) styles.note({ path: '/theme.css', headers: 'theme' }, name, Buffer.from(THEME))
  expect(styles.differences()).toEqual([])
  expect(styles.wordAll()[0]).toMatch(/^\/theme\.css is the operator's: \d+ bytes, sha384-\S{64}$/)
  styles.note({ path: '/theme.css', headers: 'theme' }, 'Carl', Buffer.from('x'))
  expect(styles.differences().map(([what, names]) => [/not what everybody/.test(what), names])).toEqual([[true, ['Anna', 'Bert']], [true, ['Carl']]])
  const known = new Styles(Buffer.from(THEME))
  known.note({ path: '/theme.css', headers: 'theme' }, 'Anna', Buffer.from(THEME))
  expect(known.differences()).toEqual([])
  known.note({ path: '/theme.css', headers: 'theme' }, 'Carl', Buffer.from('x'))
  expect(known.differences()).toEqual([[expect.stringMatching(/^\/theme\.css: 1 bytes, sha384-\S{64}, in place of \d+ bytes, sha384-\S{64}$/), ['Carl']]])
})
