// A difference is named by its bytes, whether one was changed, put in or left out, and by its headers.
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { compareServed, rangesOf } from './compare-code.ts'

const CODE = Buffer.from('const greeting = "hello"; say(greeting); const unrelated = 4711; say(unrelated)')
const FILE = { path: '/assets/a.js', bytes: CODE.length, sha384: createHash('sha384').update(CODE).digest('base64'), headers: 'messenger', file: 'apps/web/dist/assets/a.js' }
const HEADERS = { 'content-security-policy': "default-src 'none'" }
const compare = (body: Buffer, headers: Record<string, string> = HEADERS, status = 200): string[] => compareServed(FILE, { status, headers, body }, { headers: HEADERS, bytes: CODE })
const changed = (at: number, to: string): Buffer => Buffer.concat([CODE.subarray(0, at), Buffer.from(to), CODE.subarray(at + to.length)])

test('what is the same is not mentioned, whatever a proxy says beside it', () => {
  expect(compare(CODE, { ...HEADERS, via: '1.1 proxy', 'strict-transport-security': 'max-age=1' })).toEqual([])
})

test('one byte, two places, something put in, something left out, something at the end', () => {
  expect(rangesOf(changed(5, 'X'), CODE)).toEqual([{ from: 5, to: 6 }])
  expect(rangesOf(Buffer.concat([changed(5, 'X').subarray(0, 60), changed(60, 'Y').subarray(60)]), CODE)).toEqual([{ from: 5, to: 6 }, { from: 60, to: 61 }])
  expect(rangesOf(Buffer.concat([CODE.subarray(0, 10), Buffer.from('EVIL'), CODE.subarray(10)]), CODE)).toEqual([{ from: 10, to: 14 }])
  expect(rangesOf(Buffer.concat([CODE.subarray(0, 10), CODE.subarray(14)]), CODE)).toEqual([{ from: 10, to: 11 }])
  expect(rangesOf(Buffer.concat([CODE, Buffer.from('EVIL')]), CODE)).toEqual([{ from: CODE.length, to: CODE.length + 4 }])
  expect(compare(changed(5, 'X'))[0]).toMatch(/^\/assets\/a\.js: bytes 5 of what was served differ: 79 bytes, sha384-\S{64}, in place of 79 bytes, sha384-\S{64}$/)
})

test('headers that are weaker, missing, or do something more, and another status', () => {
  expect(compare(CODE, {})).toEqual([`/assets/a.js: the header content-security-policy says nothing, in place of "default-src 'none'"`])
  expect(compare(CODE, { ...HEADERS, link: '</evil.js>; rel=preload' })).toEqual(['/assets/a.js: the header link should not be there: "</evil.js>; rel=preload"'])
  expect(compare(CODE, { 'content-security-policy': `default-src *\u001b[2J${'x'.repeat(1000)}` })[0]).toMatch(/says "default-src \*\\u001b\[2Jx+…"/)
  expect(compare(CODE, HEADERS, 302)).toEqual(['/assets/a.js: status 302 in place of 200'])
})
