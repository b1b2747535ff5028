// A key that passkeys open: by each of them, by no other, and whatever stands on the server.
import { expect, test } from 'vitest'
import { addWrapping, emptyWrappings, formatWrappings, keepWrappings, openWrapping, parseWrappings } from './wrappings.ts'

const random = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length))
const passkey = (credentialId: string): { credentialId: string; secret: Uint8Array<ArrayBuffer> } => ({ credentialId, secret: random(32) })

test('Alice opens her key with her telephone and with her security key, over what the server keeps', async () => {
  const key = random(32)
  const [telephone, token] = [passkey('telephone'), passkey('token')]
  const made = await addWrapping(await addWrapping(emptyWrappings('k1'), key, telephone), key, token)
  const read = parseWrappings(JSON.parse(JSON.stringify(formatWrappings(made))))
  if (read === undefined) throw new Error('it was not read')
  expect(await openWrapping(read, telephone)).toEqual(key)
  expect(await openWrapping(read, token)).toEqual(key)
  expect(await openWrapping(read, { ...token, credentialId: 'telephone' })).toBeUndefined()
  expect(await openWrapping(read, passkey('of somebody else'))).toBeUndefined()
  expect(await openWrapping({ ...read, keyId: 'k2' }, telephone)).toBeUndefined()
})

test('a passkey that is removed opens nothing any more, and one that is added twice has one wrapping', async () => {
  const key = random(32)
  const [telephone, token] = [passkey('telephone'), passkey('token')]
  let all = emptyWrappings('k1')
  for (const each of [telephone, token, telephone]) all = await addWrapping(all, key, each)
  expect(all.wrappings.map(({ credentialId }) => credentialId)).toEqual(['token', 'telephone'])
  const left = keepWrappings(all, ['token', 'another'])
  expect(await openWrapping(left, telephone)).toBeUndefined()
  expect(await openWrapping(left, token)).toEqual(key)
})

test('there are never more than sixteen', async () => {
  let all = emptyWrappings('k1')
  for (let at = 0; at < 20; at += 1) all = await addWrapping(all, random(32), passkey(`p${at}`))
  expect(all.wrappings.map(({ credentialId }) => credentialId)).toEqual(Array.from({ length: 16 }, (_none, at) => `p${at + 4}`))
})

test.each([undefined, null, 7, [], {}, { key_id: 'k', salt: 'short', wrappings: [] }, { key_id: '', salt: 'A'.repeat(43), wrappings: [] }, { key_id: 'k', salt: 'A'.repeat(43), wrappings: {} }])(
  'what is none of ours is nothing: %j',
  (content) => expect(parseWrappings(content)).toBeUndefined(),
)

test('a malformed wrapping hides no other, and a thousand are not read', () => {
  const good = { credential_id: 'p', iv: 'A'.repeat(16), ciphertext: 'A'.repeat(64) }
  const read = parseWrappings({ key_id: 'k', salt: 'A'.repeat(43), wrappings: [{ ...good, iv: '!' }, null, { ...good, ciphertext: 'A' }, good] })
  expect(read?.wrappings).toHaveLength(1)
  expect(parseWrappings({ key_id: 'k', salt: 'A'.repeat(43), wrappings: Array.from({ length: 1000 }, () => good) })?.wrappings).toHaveLength(16)
})
