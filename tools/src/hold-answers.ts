// In every test file: each answer that a test's people get is held against the specification, where it is on this
// machine. A file whose answers are not as specified fails at its end, with what is wrong once for each operation.
import { appendFileSync } from 'node:fs'
import type { HttpAnswer } from '@chappe/testkit/answers'
import { onAnswer } from '@chappe/testkit/answers'
import type { AnswerCheck } from '@chappe/testkit/specification'
import { afterAll, expect } from 'vitest'

/** Where the run gathers which operations were answered with success, as specified; not set: nowhere. */
const gathered = process.env['CHAPPE_TEST_ANSWERED']

const wrong = new Map<string, Set<string>>()
const right = new Set<string>()
let loading: Promise<AnswerCheck | undefined> | undefined

onAnswer(async (method, path, answer) => {
  // Loaded with the first answer: most files speak to no server, and the schemas are many.
  loading ??= import('@chappe/testkit/specification').then((loaded) => loaded.createAnswerCheck())
  const check = await loading
  if (check !== undefined) note(check, method, path, answer)
})

function note(check: AnswerCheck, method: string, path: string, answer: HttpAnswer): void {
  const found = check.check(method, path, answer)
  if (found === undefined) return
  const { operation, status, violations } = found
  if (violations.length === 0 && status < 400) right.add(operation)
  const key = `${operation} ${status}`
  const before = wrong.get(key) ?? new Set()
  for (const violation of violations) before.add(violation)
  if (before.size > 0) wrong.set(key, before)
}

afterAll(() => {
  if (gathered !== undefined && right.size > 0) appendFileSync(gathered, `${[...right].join('\n')}\n`)
  const lines = [...wrong].map(([key, violations]) => `${key}: ${[...violations].slice(0, 5).join('; ')}`)
  wrong.clear()
  right.clear()
  expect(lines, 'answers that are not as the specification says').toEqual([])
})
