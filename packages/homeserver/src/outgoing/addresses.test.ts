// Which addresses may be called.
import { expect, test } from 'vitest'
import { createAddressPolicy } from './addresses.ts'

const policy = createAddressPolicy([])

test.each([
  '0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1', '172.31.255.255',
  '192.168.1.1', '192.0.0.8', '198.18.0.1', '203.0.113.9', '224.0.0.251', '255.255.255.255',
  '::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12:3456::1', 'ff02::1', '2001:db8::1', '2001::1',
  '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '0:0:0:0:0:ffff:a9fe:a9fe', '::127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::',
])('%s may not be called', (address) => {
  expect(policy.isAllowed(address)).toBe(false)
})

test.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '::ffff:1.1.1.1', '2606:4700::1111', '2a01:cb00::1'])('%s may be called', (address) => {
  expect(policy.isAllowed(address)).toBe(true)
})

test.each(['', 'localhost', '127.1', '2130706433', '0x7f.1', 'gateway.example'])('%s is no address', (text) => {
  expect(policy.isAllowed(text)).toBe(false)
})

test('what the operator names may be called, its neighbours not', () => {
  const named = createAddressPolicy(['10.1.0.0/16', '127.0.0.1', 'fd00:1::/32'])
  expect(['10.1.2.3', '127.0.0.1', '::ffff:10.1.2.3', 'fd00:1::5'].map((each) => named.isAllowed(each))).toEqual([true, true, true, true])
  expect(['10.2.0.1', '127.0.0.2', 'fd00:2::5'].map((each) => named.isAllowed(each))).toEqual([false, false, false])
})

test('a block of everything leaves nothing out', () => {
  const open = createAddressPolicy(['0.0.0.0/0', '::/0'])
  expect(['127.0.0.1', '::1', 'fe80::1', '::ffff:127.0.0.1'].every((each) => open.isAllowed(each))).toBe(true)
})
