// Enrolment by an address, from the form for the address to the account.
import { MatrixError } from '@chappe/contract'
import { expect, test } from 'vitest'
import type { Addresses } from './addresses.ts'
import { showAddress, takeAddress } from './by-address.ts'

/** A server that has sent the code 12345678 to whoever asked. */
const addresses: Addresses = {
  isOn: true,
  async begin(address) {
    if (!address.includes('@')) throw new MatrixError('M_INVALID_PARAM')
    return { enrolmentId: 'e1', isDomainKnown: address.endsWith('@towers.example') }
  },
  async prove(enrolmentId, by) {
    const isGood = 'code' in by ? by.code === '12345678' : by.token === 'from-the-mail'
    if (enrolmentId !== 'e1' || !isGood) throw new MatrixError('M_FORBIDDEN')
    return { enrolmentId, secret: 's1', address: 'alice@towers.example', organisationName: 'Towers', givenName: undefined }
  },
  async complete({ secret, name }) {
    if (secret !== 's1' || name === undefined) throw new MatrixError('M_INVALID_PARAM')
    return { userId: '@made-up:chappe.test', userNid: 7 }
  },
}

async function send(fields: Record<string, string>): Promise<{ status?: number; text?: string; made?: string }> {
  const step = await takeAddress(addresses, 'en', new URLSearchParams(fields))
  return 'made' in step ? { made: step.made.userId } : { status: step.page.status, text: step.page.body.toString('utf8') }
}

test('Alice shows that an address is hers, says her name, and has an account', async () => {
  expect(showAddress('en', {}).body.toString('utf8')).toContain('Work address')
  const asked = await send({ act: 'address', address: ' alice@towers.example ' })
  expect([asked.status, asked.text?.includes('If that address lets you enrol')]).toEqual([200, true])
  const proved = await send({ act: 'prove', id: 'e1', code: '12345678' })
  expect([proved.status, proved.text?.includes('Your account belongs to <strong>Towers</strong>')]).toEqual([200, true])
  expect(await send({ act: 'complete', id: 'e1', secret: 's1', name: 'Alice Martin' })).toEqual({ made: '@made-up:chappe.test' })
})

test('the link in the mail asks for a click, and then does what the code does', async () => {
  const page = showAddress('en', { id: 'e1', token: 'from-the-mail' }).body.toString('utf8')
  expect(page).toContain('Go on only if it was you')
  expect((await send({ act: 'prove', id: 'e1', token: 'from-the-mail' })).status).toBe(200)
})

test('what is wrong shows its form again', async () => {
  expect((await send({ act: 'address', address: 'nowhere' })).status).toBe(400)
  expect((await send({ act: 'prove', id: 'e1', code: '00000000' })).text).toContain('That code is not right')
  expect((await send({ act: 'complete', id: 'e1', secret: 's1', name: '' })).text).toContain('That name cannot be used')
  await expect(send({ act: 'made up' })).rejects.toThrow(MatrixError)
})

test('a domain that nobody here has is said to be unknown, and nothing of accounts', async () => {
  expect((await send({ act: 'address', address: 'bob@elsewhere.example' })).text).toContain('only an invitation lets you enrol')
})
