// Passwords: what opens what, and what happens when everybody comes at once.
import { expect, test } from 'vitest'
import { createPasswords } from './passwords.ts'

test("Alice's password opens her hash and no other does", async () => {
  const passwords = createPasswords()
  const stored = await passwords.hash('open sesame')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await passwords.verify(stored, 'open sesame')).toBe(true)
  expect(await passwords.verify(stored, 'open sesamE')).toBe(false)
  expect(await passwords.hash('open sesame')).not.toBe(stored)
})

test('nobody has no password, not even an empty one', async () => {
  const passwords = createPasswords()
  for (const stored of [undefined, null]) {
    for (const password of ['', 'open sesame', 'this is nobody']) expect(await passwords.verify(stored, password)).toBe(false)
  }
})

test('a storm: two are served at once, three wait, the others are turned away; afterwards all is well', async () => {
  const passwords = createPasswords({ running: 2, waiting: 3 })
  const storm = await Promise.allSettled(Array.from({ length: 8 }, () => passwords.verify(undefined, 'a guess')))
  const refused = storm.filter((each) => each.status === 'rejected')
  expect(storm.slice(0, 5).map((each) => each.status)).toEqual(Array.from({ length: 5 }, () => 'fulfilled'))
  expect(refused.length).toBe(3)
  expect(refused[0]?.reason).toMatchObject({ code: 'M_LIMIT_EXCEEDED', fields: { retry_after_ms: 2_000 } })
  const after = await Promise.all(Array.from({ length: 5 }, () => passwords.verify(undefined, 'a guess')))
  expect(after).toEqual(Array.from({ length: 5 }, () => false))
})
