// A list of served code reads as it was written, and nothing else reads as one.
import { expect, test } from 'vitest'
import type { CodeList } from './code-list.ts'
import { parseCodeList, printCodeList } from './code-list.ts'

const LIST: CodeList = {
  revision: 'a'.repeat(40),
  sources: { messenger: 'b'.repeat(64) },
  headers: { messenger: { 'content-security-policy': "default-src 'none'; script-src 'self'", 'x-content-type-options': 'nosniff' } },
  files: [
    { path: '/', bytes: 1203, sha384: 'c'.repeat(64), headers: 'messenger', file: 'apps/web/dist/index.html' },
    { path: '/pages/passkey.js?v=abcdefghi-_1', bytes: 1203, sha384: 'c'.repeat(64), headers: 'messenger', file: 'packages/homeserver/src/pages/assets/passkey.js' },
    { path: '/rooms/*', bytes: 1203, sha384: 'c'.repeat(64), headers: 'messenger', file: 'apps/web/dist/index.html' },
  ],
  pages: [{ path: '/signin', headers: 'messenger' }],
  styles: [{ path: '/theme.css', headers: 'messenger' }],
}

test('it reads as it was written', () => {
  const text = printCodeList(LIST)
  expect(text.split('\n')).toHaveLength(11)
  expect(parseCodeList(text)).toEqual(LIST)
  expect(parseCodeList(printCodeList({ ...LIST, revision: '' }))).toEqual({ ...LIST, revision: '' })
})

const text = printCodeList(LIST)
test.each([
  ['nothing', ''],
  ['a page', '<!doctype html>'],
  ['no files', text.replaceAll(/file .*\n/g, '')],
  ['a file out of the checkout', text.replaceAll('dist/index.html', 'dist/../../../etc/passwd')],
  ['a file elsewhere', text.replaceAll('apps/web/dist/index.html', '/etc/passwd')],
  ['a source that is no file of a page', text.replace('src/pages/assets/passkey.js', 'src/config.ts')],
  ['headers that are not there', text.replaceAll(/header .*\n/g, '')],
  ['headers of a page that are not there', text.replace('page /signin messenger', 'page /signin none')],
  ['a page elsewhere', text.replace('page /signin', 'page //elsewhere.example')],
  ['a list of before', text.replace('list v2', 'list v1')],
  ['a hash too short', text.replaceAll('c'.repeat(64), 'c'.repeat(63))],
  ['an address elsewhere', text.replace('file / ', 'file https://elsewhere.example/ ')],
  ['a line of another kind', `${text}run this\n`],
  ['lines without end', text + 'file / 1 '.repeat(3) + '\n'.repeat(10_000)],
])('%s is none', (_, given) => expect(parseCodeList(given)).toBeUndefined())
