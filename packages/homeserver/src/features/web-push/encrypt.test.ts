// Held by the example of RFC 8291, 5 and Appendix A: with its keys and its salt comes its message.
import { expect, test } from 'vitest'
import { encryptFor, parseSubscriptionKeys } from './encrypt.ts'

const P256DH = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'
const AUTH = 'BTBZMqHH6r4Tts7J_aSIgg'
const SENDER = 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'
const SALT = 'DGv6ra1nlYgDCS1FRnbzlw'
const MESSAGE =
  'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN'

test('the message of the RFC comes out, byte for byte', () => {
  const keys = parseSubscriptionKeys(P256DH, AUTH)
  if (keys === undefined) throw new Error('the keys of the RFC are none')
  const random = { bytes: (count: number) => new Uint8Array(Buffer.from(count === 16 ? SALT : SENDER, 'base64url')) }
  expect(encryptFor(keys, 'When I grow up, I want to be a watermelon', random).toString('base64url')).toBe(MESSAGE)
})

test('what is too long for one record is not sent in pieces', () => {
  const keys = parseSubscriptionKeys(P256DH, AUTH)
  if (keys === undefined) throw new Error('the keys of the RFC are none')
  const random = { bytes: (count: number) => new Uint8Array(count).fill(7) }
  expect(encryptFor(keys, 'x'.repeat(3993), random).length).toBe(4096)
  expect(() => encryptFor(keys, 'x'.repeat(3994), random)).toThrow('too long')
})

test('what is no key of a subscription is seen before anything is sent with it', () => {
  const offCurve = Buffer.from(P256DH, 'base64url')
  offCurve[64] = (offCurve[64] ?? 0) ^ 1
  expect(parseSubscriptionKeys(offCurve.toString('base64url'), AUTH)).toBeUndefined()
  expect(parseSubscriptionKeys(P256DH.slice(0, 40), AUTH)).toBeUndefined()
  expect(parseSubscriptionKeys(P256DH, 'short')).toBeUndefined()
  expect(parseSubscriptionKeys('', '')).toBeUndefined()
})
