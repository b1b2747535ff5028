// When an owner is told that their account ends, and what they can do.
import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { Validity } from '../session/validity.ts'
import { createValidity } from './validity.ts'

const NOW = Date.parse('2026-11-30T10:00:00Z')
const DAY = 24 * 3_600_000

function stage(validity: Validity, refuses = false) {
  const sent: number[] = []
  const state = createStore<Validity>(() => validity)
  const renew = async (): Promise<void> => {
    if (refuses) throw new Error('429')
    sent.push(NOW)
  }
  return { sent, state, model: createValidity({ state, renew, stop: () => undefined }, () => NOW) }
}

test.each([
  [undefined, undefined],
  [31, undefined],
  [30, false],
  [8, false],
  [7, true],
  [-1, true],
])('%s days before the end: %s', (days, isNear) => {
  const { model } = stage({ validUntilMs: days === undefined ? undefined : NOW + days * DAY, isRenewable: true })
  expect(model.state.getState()?.isNear).toBe(isNear)
})

test('the mail is asked for once, and it is said how far it is', async () => {
  const { sent, model, state } = stage({ validUntilMs: NOW + DAY, isRenewable: true })
  await Promise.all([model.renew(), model.renew()])
  expect(sent.length).toBe(1)
  expect(model.state.getState()?.mail).toBe('sent')
  state.setState({ validUntilMs: NOW + 300 * DAY, isRenewable: true })
  expect(model.state.getState()).toBeUndefined()
})

test('a mail that is refused is said, and can be asked for again', async () => {
  const { model } = stage({ validUntilMs: NOW + DAY, isRenewable: true }, true)
  await model.renew()
  expect(model.state.getState()?.mail).toBe('failed')
})
