// Reporting, step by step.
import { expect, test } from 'vitest'
import type { Reports } from '../session/reports.ts'
import { createReport } from './report.ts'

/** Reports that are taken, or refused, and what they said. */
function stage({ refuses = false } = {}) {
  const told: unknown[] = []
  const take = async (...what: unknown[]): Promise<void> => {
    if (refuses) throw new Error('429')
    told.push(what)
  }
  const reports: Reports = {
    message: (...what) => take('message', ...what),
    room: (...what) => take('room', ...what),
    person: (...what) => take('person', ...what),
    signIn: async (...what) => {
      await take('sign_in', ...what)
      return { number: 7, sessionsEnded: 0 }
    },
    tricked: async (incident) => {
      await take('tricked', incident)
      return { number: 8, sessionsEnded: 2 }
    },
    stopMyAccount: () => take('stop'),
  }
  return { told, model: createReport(reports) }
}

test('Alice reports a message and is told that it has arrived', async () => {
  const { told, model } = stage()
  model.open({ kind: 'message', roomId: '!a', eventId: '$e', sender: 'Mallory' })
  expect(model.state.getState()?.step).toBe('telling')
  await model.send('a lure')
  expect(model.state.getState()?.step).toBe('told')
  expect(told).toEqual([['message', '!a', '$e', 'a lure']])
  model.close()
  expect(model.state.getState()).toBeUndefined()
})

test.each([
  [{ kind: 'person', userId: '@mallory:a', name: 'Mallory' }, ['person', '@mallory:a', 'x']],
  [{ kind: 'room', roomId: '!a', name: 'Budget' }, ['room', '!a', 'x']],
  [{ kind: 'sign_in', deviceId: 'STRANGE', name: 'Firefox' }, ['sign_in', 'STRANGE', 'x']],
] as const)('each thing goes where it belongs: %o', async (target, expected) => {
  const { told, model } = stage()
  model.open(target)
  await model.send('x')
  expect(told).toEqual([expected])
})

test('who was tricked tells it, then stops the account; the number stays in sight', async () => {
  const { told, model } = stage()
  model.open({ kind: 'tricked' })
  await model.sendTricked({ choice: 'gave_code', reason: 'a call', endOtherSessions: true })
  expect(model.state.getState()).toMatchObject({ step: 'told', received: { number: 8, sessionsEnded: 2 } })
  model.askToStop()
  expect(model.state.getState()?.step).toBe('stopping')
  expect(model.hasAskedToStop()).toBe(false)
  const stopping = model.stop()
  expect(model.hasAskedToStop()).toBe(true)
  await stopping
  expect(model.state.getState()).toMatchObject({ step: 'stopped', received: { number: 8 } })
  expect(told.map((each) => Array.isArray(each) && each[0])).toEqual(['tricked', 'stop'])
})

test('what does not arrive is said, and can be sent again; nothing is sent when nothing is open', async () => {
  const { told, model } = stage({ refuses: true })
  await model.send('x')
  expect(model.state.getState()).toBeUndefined()
  model.open({ kind: 'room', roomId: '!a', name: 'Budget' })
  await model.send('x')
  expect(model.state.getState()?.step).toBe('failed')
  expect(told).toEqual([])
})
