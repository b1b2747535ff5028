import { expect, test } from 'vitest'
import { linkTarget } from './link-target.ts'

const OWN = 'https://chappe.example'

test('links to people, rooms and messages stay within the messenger, however they are written', () => {
  expect(linkTarget('https://matrix.to/#/@bob:chappe.example', OWN)).toEqual({ kind: 'person', userId: '@bob:chappe.example' })
  expect(linkTarget('https://matrix.to/#/%40bob%3Achappe.example', OWN)).toEqual({ kind: 'person', userId: '@bob:chappe.example' })
  expect(linkTarget('matrix:u/bob:chappe.example', OWN)).toEqual({ kind: 'person', userId: '@bob:chappe.example' })
  expect(linkTarget('https://matrix.to/#/!room:a/$event?via=a', OWN)).toMatchObject({ kind: 'room', path: '/rooms/!room%3Aa/%24event' })
  expect(linkTarget('matrix:roomid/room:a/e/event?via=a', OWN)).toMatchObject({ kind: 'room', path: '/rooms/!room%3Aa/%24event' })
  expect(linkTarget(`${OWN}/rooms/!room%3Aa/%24event`, OWN)).toMatchObject({ kind: 'room', path: '/rooms/!room%3Aa/%24event' })
})

test('everything else leads out of it, or nowhere', () => {
  expect(linkTarget('https://example.org/a', OWN)).toEqual({ kind: 'outside', href: 'https://example.org/a' })
  expect(linkTarget('mailto:bob@chappe.example', OWN)).toMatchObject({ kind: 'outside' })
  for (const href of ['javascript:alert(1)', 'data:text/html,a', 'file:///etc/passwd', 'blob:https://chappe.example/1', 'nonsense', '', `${OWN}/rooms/%E0%A4%A`, 'matrix:u/', `https://example.org/${'a'.repeat(5000)}`]) {
    expect(linkTarget(href, OWN), href).toBeUndefined()
  }
})
