// Which push services are called.
import { expect, test } from 'vitest'
import { isServiceAllowed } from './services.ts'

const SERVICES = ['fcm.googleapis.com', '*.push.apple.com', 'http://127.0.0.1:9090']

test.each([
  ['https://fcm.googleapis.com/fcm/send/abc', true],
  ['https://web.push.apple.com/abc', true],
  ['http://127.0.0.1:9090/abc', true],
  ['http://fcm.googleapis.com/abc', false],
  ['https://fcm.googleapis.com:8443/abc', false],
  ['https://push.apple.com/abc', false],
  ['https://evilpush.apple.com.example/abc', false],
  ['https://xfcm.googleapis.com/abc', false],
  ['https://eve:secret@fcm.googleapis.com/abc', false],
  ['http://127.0.0.1:9091/abc', false],
  ['https://127.0.0.1:9090/abc', false],
])('%s: %s', (endpoint, isAllowed) => {
  expect(isServiceAllowed(SERVICES, new URL(endpoint))).toBe(isAllowed)
})
