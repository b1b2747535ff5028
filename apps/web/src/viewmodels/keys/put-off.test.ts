// Alice says "later" when she is asked to set up her keys.
import { expect, test } from 'vitest'
import { openAccountData } from '../../../tests/_rooms.ts'
import { createPutOff, PUT_OFF_TYPE } from './put-off.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const NOW_MS = 1000 * DAY_MS

test('she is left alone for a week, on her other devices and after a reload too; then she is asked again', () => {
  const accountData = openAccountData()
  const first = createPutOff(accountData, () => NOW_MS)
  expect(first.state.getState()).toBe(false)
  first.later()
  expect(first.state.getState()).toBe(true)
  const afterReload = (days: number): boolean => createPutOff(accountData, () => NOW_MS + days * DAY_MS).state.getState()
  expect([0, 6, 8].map(afterReload)).toEqual([true, true, false])
})

test('it holds as long as the page is open where the server cannot be told', async () => {
  const { follow } = openAccountData()
  const putOff = createPutOff({ follow, set: () => Promise.reject(new TypeError('no server')) }, () => NOW_MS)
  putOff.later()
  await Promise.resolve()
  expect(putOff.state.getState()).toBe(true)
})

test('it is known as soon as the server has told of it', async () => {
  const accountData = openAccountData()
  const putOff = createPutOff(accountData, () => NOW_MS)
  await accountData.set(PUT_OFF_TYPE, { at_ms: NOW_MS - DAY_MS })
  expect(putOff.state.getState()).toBe(true)
})

test.each([{}, { at_ms: 'yesterday' }, { at_ms: NOW_MS + 30 * DAY_MS }, { at_ms: null }])('account data that holds %j puts nothing off', (content) => {
  expect(createPutOff(openAccountData({ [PUT_OFF_TYPE]: content }), () => NOW_MS).state.getState()).toBe(false)
})
