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
    { path: '/rooms/*', bytes: 1203, sha384: 'c'.repeat(64), headers: 'messenger', file: 'apps/web/dist/index.html' },
  ],
}

test('it reads as it was written', () => {
  const text = printCodeList(LIST)
  expect(text.split('\n')).toHaveLength(8)
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
  ['headers that are not there', text.replaceAll(/header .*\n/g, '')],
  ['a hash too short', text.replaceAll('c'.repeat(64), 'c'.repeat(63))],
  ['an address elsewhere', text.replace('file / ', 'file https://elsewhere.example/ ')],
  ['a line of another kind', `${text}run this\n`],
  ['lines without end', text + 'file / 1 '.repeat(3) + '\n'.repeat(10_000)],
])('%s is none', (_, given) => expect(parseCodeList(given)).toBeUndefined())
