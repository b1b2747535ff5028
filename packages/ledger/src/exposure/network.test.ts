// Which addresses are in which networks.
import { expect, test } from 'vitest'
import { parseNetwork } from '../index.ts'

test.each<[string, string, boolean]>([
  ['192.0.2.0/24', '192.0.2.255', true],
  ['192.0.2.0/24', '192.0.3.0', false],
  ['192.0.2.77/24', '192.0.2.1', true],
  ['0.0.0.0/0', '255.255.255.255', true],
  ['203.0.113.7/32', '203.0.113.7', true],
  ['203.0.113.7/32', '203.0.113.8', false],
  ['203.0.113.0/24', '::ffff:203.0.113.9', true],
  ['2001:db8::/32', '2001:db8:ffff::1', true],
  ['2001:db8::/32', '2001:db9::1', false],
  ['::/0', '::1', true],
  ['::/0', '192.0.2.1', false],
  ['::1/128', '::1', true],
  ['192.0.2.0/24', '', false],
  ['192.0.2.0/24', 'not an address', false],
])('%s and %s: %s', (cidr, address, isIn) => {
  expect(parseNetwork(cidr)?.(address)).toBe(isIn)
})

test.each(['', '/', '192.0.2.0', '192.0.2.0/33', '192.0.2/24', '192.0.2.256/24', '01.2.3.4/8', '::1/129', ':::/8', '1::2::3/8', '1:2:3:4:5:6:7:8:9/8', '1:2:3/8', 'x/8', '1.2.3.4/8/8', '1.2.3.4/ 8', '1.2.3.4/-1', 'fe80::1%eth0/64'])(
  '%s is no network',
  (text) => expect(parseNetwork(text)).toBeUndefined(),
)
