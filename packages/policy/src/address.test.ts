// Addresses as a table: what is taken, and every trick by which one was taken for another.
import { expect, test } from 'vitest'
import { isTagged, parseAddress, parseDomain } from './address.ts'

test.each([
  ['jeanne.martin@interieur.example', 'jeanne.martin@interieur.example'],
  ['Jeanne.MARTIN@Interieur.Example', 'jeanne.martin@interieur.example'],
  ["jean.o'neil-dupont_2@sante.gouv.example", "jean.o'neil-dupont_2@sante.gouv.example"],
  ['j+tchap@sante.example', 'j+tchap@sante.example'],
  ['j@xn--caf-dma.example', 'j@xn--caf-dma.example'],
  ['j@example.xn--p1ai', 'j@example.xn--p1ai'],
  [`${'a'.repeat(64)}@a.example`, `${'a'.repeat(64)}@a.example`],
])('%s is taken', (text, address) => {
  expect(parseAddress(text)).toEqual({ address, localPart: address.split('@')[0], domain: address.split('@')[1] })
})

test.each([
  // The flaw of 2019: the part that was checked and the part that was written to were not the same.
  ['two @', 'eve@evil.example@interieur.example'],
  ['two @, the other way round', 'eve@interieur.example@evil.example'],
  ['a display name', 'Jeanne <eve@evil.example>'],
  ['angle brackets', '<eve@evil.example>'],
  ['a second address', 'eve@evil.example,j@interieur.example'],
  ['a second address after a semicolon', 'eve@evil.example;j@interieur.example'],
  ['a group', 'friends:eve@evil.example;'],
  ['a comment', 'eve@evil.example(@interieur.example)'],
  ['a comment in front', '(x)j@interieur.example'],
  ['quotes', '"eve@evil.example"@interieur.example'],
  ['quotes with a space', '"eve evil"@interieur.example'],
  ['a quoted pair', 'eve\\@evil.example@interieur.example'],
  ['a source route', '@evil.example:j@interieur.example'],
  ['a percent route', 'eve%evil.example@interieur.example'],
  ['a bang route', 'evil.example!eve@interieur.example'],
  ['an encoded word', '=?utf-8?q?eve=40evil.example?=@interieur.example'],
  ['UTF-7', '+AEA-evil@interieur.example&'],
  ['a line feed', 'j@interieur.example\nBcc: eve@evil.example'],
  ['a carriage return', 'j@interieur.example\r\nRCPT TO:<eve@evil.example>'],
  ['folding', 'j@interieur\r\n .example'],
  ['NUL', 'eve@evil.example\0@interieur.example'],
  ['NUL at the end', 'j@interieur.example\0'],
  ['a tab', 'j@interieur.example\t'],
  ['a space in front', ' j@interieur.example'],
  ['a space inside', 'j @interieur.example'],
  ['a space at the end', 'j@interieur.example '],
  ['a no-break space', 'j\u00a0@interieur.example'],
  ['a zero-width space', 'j\u200b@interieur.example'],
  ['a right-to-left mark', 'j\u202e@interieur.example'],
  ['a wide @', 'eve@evil.example\uff20interieur.example'],
  ['a small @', 'j\ufe6binterieur.example'],
  ['the Kelvin sign, which becomes a k', 'j@\u212abank.example'],
  ['a dotless i', 'j@\u0131nterieur.example'],
  ['a Cyrillic letter in the domain', 'j@int\u0435rieur.example'],
  ['a Cyrillic letter in front', 'j\u0435anne@interieur.example'],
  ['an accent', 'ren\u00e9@interieur.example'],
  ['a domain outside ASCII', 'j@caf\u00e9.example'],
  ['an ideographic full stop', 'j@interieur\u3002example'],
  ['a dot at the end', 'j@interieur.example.'],
  ['a dot in front of the domain', 'j@.interieur.example'],
  ['two dots in the domain', 'j@interieur..example'],
  ['a dot in front', '.j@interieur.example'],
  ['two dots', 'j..m@interieur.example'],
  ['a dot before the @', 'j.@interieur.example'],
  ['a hyphen that a program would take for an option', '-j@interieur.example'],
  ['a label that ends with a hyphen', 'j@interieur-.example'],
  ['a label that begins with a hyphen', 'j@-interieur.example'],
  ['hyphens with a meaning that is not ours', 'j@ab--cd.example'],
  ['an underscore in the domain', 'j@in_terieur.example'],
  ['a machine', 'j@[127.0.0.1]'],
  ['a machine, bare', 'j@127.0.0.1'],
  ['a machine in one number', 'j@2130706433'],
  ['a port', 'j@interieur.example:25'],
  ['one label', 'j@localhost'],
  ['no domain', 'j@'],
  ['nobody', '@interieur.example'],
  ['nothing', ''],
  ['only an @', '@'],
  ['no @', 'interieur.example'],
  ['a URL', 'mailto:j@interieur.example'],
  ['a query', 'j@interieur.example?cc=eve@evil.example'],
  ['a fragment', 'j@interieur.example#evil.example'],
  ['a path', 'j@evil.example/interieur.example'],
  ['255 octets', `j@${'a.'.repeat(123)}example`],
  ['65 octets in front', `${'a'.repeat(65)}@a.example`],
  ['a label of 64', `j@${'a'.repeat(64)}.example`],
])('%s is refused', (_, text) => {
  expect(parseAddress(text)).toBeUndefined()
})

test('a domain alone is held to the same rules', () => {
  expect(parseDomain('Interieur.Example')).toBe('interieur.example')
  for (const text of ['interieur.example.', 'example', '*.example', 'a@b.example', 'interieur.example\n', '']) {
    expect(parseDomain(text), text).toBeUndefined()
  }
})

test('whatever is taken is its own canonical form, so that it is taken again as the same', () => {
  const letters = ['a', 'Z', '0', '.', '@', '+', "'", '-', '_', '%', '"', ' ', '\u00e9', '(', '\n']
  for (let number = 0; number < letters.length ** 4; number += 7) {
    const middle = [0, 1, 2, 3].map((place) => letters[Math.floor(number / letters.length ** place) % letters.length]).join('')
    const text = `j${middle}@in.example`
    const parsed = parseAddress(text)
    if (parsed === undefined) continue
    expect(parsed.address).toBe(text.toLowerCase())
    expect(`${parsed.localPart}@${parsed.domain}`).toBe(parsed.address)
    expect(parseAddress(parsed.address)).toEqual(parsed)
  }
})

test('a tagged address is known for one', () => {
  const tagged = (text: string): boolean | undefined => {
    const parsed = parseAddress(text)
    return parsed === undefined ? undefined : isTagged(parsed)
  }
  expect([tagged('j+2@in.example'), tagged('j@in.example')]).toEqual([true, false])
})
