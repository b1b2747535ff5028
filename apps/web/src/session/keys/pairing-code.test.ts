// A code is typed as it is shown, found out where a letter is wrong, and makes for both devices what nobody else can.
import { expect, test } from 'vitest'
import { drawCode, isProved, keysOf, parseCode, printCode, prove, scanTextOf } from './pairing-code.ts'
import { toBytes } from './wrappings.ts'

const HERE = 'chappe.example:8448'

test('what one device shows the other reads, by camera or typed, however it is typed', async () => {
  for (let round = 0; round < 50; round += 1) {
    const code = drawCode(HERE)
    const text = await printCode(code)
    expect(text).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4} ){4}[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(await parseCode(await scanTextOf(code), 'elsewhere.example')).toEqual(code)
    for (const typed of [text, text.toLowerCase(), text.replaceAll(' ', '-'), ` ${text.replaceAll('0', 'o').replaceAll('1', 'l')} `]) expect(await parseCode(typed, HERE)).toEqual(code)
  }
})

test('one wrong letter, a letter too few, and a code of another server are found out before anybody is asked', async () => {
  const code = drawCode(HERE)
  const text = (await printCode(code)).replaceAll(' ', '')
  let missed = 0
  for (let at = 0; at < text.length; at += 1) {
    const other = text[at] === 'A' ? 'B' : 'A'
    if ((await parseCode(`${text.slice(0, at)}${other}${text.slice(at + 1)}`, HERE)) !== 'mistyped') missed += 1
  }
  expect(missed).toBe(0)
  expect(await parseCode(text.slice(1), HERE)).toBe('mistyped')
  expect(await parseCode(text, 'elsewhere.example')).toBe('mistyped')
})

test.each(['', 'hello', 'https://chappe.example/link?code=AAAA', 'FIDO:/123', 'sgnl://linkdevice?uuid=x', 'MATRIX\u0002', 'chappe-pairing:1:', 'chappe-pairing:1:ABCD:x', `chappe-pairing:1:${'A'.repeat(20)}:`, 'x'.repeat(10_000)])(
  'any other picture is no code: %j',
  async (text) => expect(await parseCode(text, HERE)).toBe('notACode'),
)

test('a proof holds for what was said, under the code it was said under, and for nothing else', async () => {
  const code = drawCode(HERE)
  const [here, there, other, abroad] = await Promise.all([keysOf(code), keysOf({ ...code }), keysOf(drawCode(HERE)), keysOf({ ...code, serverName: 'elsewhere.example' })])
  expect([here.token, here.token.length]).toEqual([there.token, 43])
  expect(new Set([here.token, other.token, abroad.token]).size).toBe(3)
  const proof = toBytes(await prove(here, 'shows', ['@a:x', 'PHONE', 'key']))
  expect(await isProved(there, 'shows', ['@a:x', 'PHONE', 'key'], proof)).toBe(true)
  for (const [by, what, said] of [
    [other, 'shows', ['@a:x', 'PHONE', 'key']],
    [abroad, 'shows', ['@a:x', 'PHONE', 'key']],
    [there, 'reads', ['@a:x', 'PHONE', 'key']],
    [there, 'shows', ['@a:x', 'PHONE', 'kez']],
    [there, 'shows', ['@a:x', 'PHONEkey']],
  ] as const) expect(await isProved(by, what, said, proof)).toBe(false)
  expect(await isProved(there, 'shows', ['@a:x', 'PHONE', 'key'], undefined)).toBe(false)
})
