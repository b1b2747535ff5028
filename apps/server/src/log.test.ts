// What the log says of errors, and what it keeps to itself.
import { expect, test } from 'vitest'
import { openLog } from './log.ts'

test('an error of the database is told without the connection that hangs on it', () => {
  const lines: string[] = []
  const log = openLog('warn', { write: (line) => void lines.push(line) })
  const cause = Object.assign(new Error('the cable was cut'), { code: 'ECONNRESET' })
  const error = Object.assign(new Error('terminating connection', { cause }), {
    code: '57P01',
    severity: 'FATAL',
    client: { secretKey: 4711, password: 'swordfish' },
  })
  log.warn({ err: error, count: 3 }, 'a connection was lost')
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toMatch(/4711|swordfish|client/)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    count: 3,
    msg: 'a connection was lost',
    err: { type: 'Error', message: 'terminating connection', code: '57P01', severity: 'FATAL', cause: { code: 'ECONNRESET' } },
  })
})

test('what is thrown and is no error is told as text', () => {
  const lines: string[] = []
  openLog('info', { write: (line) => void lines.push(line) }).error({ err: 'soup' }, 'it failed')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ err: { message: 'soup' }, msg: 'it failed' })
})
