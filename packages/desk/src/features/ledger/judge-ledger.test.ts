// When the record of reads is green, and why it is not.
import { expect, test } from 'vitest'
import { judgeLedger } from './judge-ledger.ts'

const NOW = 1_796_000_000_000
const MINUTE = 60_000
const head = (size: number, ageMs: number) => ({ size, madeAtMs: NOW - ageMs, note: '' })
const witness = (size: number, ageMs: number, problem?: string) => ({ name: 'audit.example.net/witness', size, signedAtMs: NOW - ageMs, problem })
const judged = (standing: Parameters<typeof judgeLedger>[0]) => judgeLedger(standing, NOW).problems
const WHOLE = { size: 100, broken: undefined, key: '', head: head(100, MINUTE), witnesses: [witness(100, MINUTE)] }

test('it is green when all there is was signed here and elsewhere, also when nothing happens for days', () => {
  expect(judged(WHOLE)).toEqual([])
  expect(judged({ ...WHOLE, head: head(100, 9000 * MINUTE), witnesses: [witness(100, 9000 * MINUTE)] })).toEqual([])
  expect(judged({ ...WHOLE, size: 120 })).toEqual([])
})

test('it is red when a block is missing, when nothing was signed, and when what is new was not signed in time', () => {
  expect(judged({ ...WHOLE, broken: 'block 7 does not follow block 5 of its process' })).toEqual(['broken'])
  expect(judged({ ...WHOLE, head: undefined })).toEqual(['unsigned'])
  expect(judged({ ...WHOLE, size: 101, head: head(100, 6 * MINUTE), witnesses: [witness(100, 6 * MINUTE)] })).toEqual(['late'])
})

test('it is red without a witness, and when the witnesses have been silent too long; one that answers is enough', () => {
  expect(judged({ ...WHOLE, witnesses: [] })).toEqual(['no_witness'])
  expect(judged({ ...WHOLE, witnesses: [witness(0, 0, 'it does not answer')] })).toEqual(['witness_silent'])
  expect(judged({ ...WHOLE, witnesses: [witness(40, 6 * MINUTE, 'it does not answer')] })).toEqual(['witness_silent'])
  expect(judged({ ...WHOLE, witnesses: [witness(40, 2 * MINUTE)] })).toEqual([])
  expect(judged({ ...WHOLE, witnesses: [witness(40, 60 * MINUTE, 'it does not answer'), witness(100, MINUTE)] })).toEqual([])
})
