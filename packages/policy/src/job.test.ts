// Jobs: what is kept of them, and who sees what.
import { expect, test } from 'vitest'
import type { JobViewer } from './job.ts'
import { isSameJob, jobPartsFor, NO_JOB, tidiedJob } from './job.ts'

test('what a directory says is one line each, without what turns text round, and cut', () => {
  expect(tidiedJob({ title: '  Cheffe\tde\n bureau ', service: 'Achats\u202Egnp', phone: '+33 1 23 45 67 89 <b>', place: '\0Bercy' })).toEqual({
    title: 'Cheffe de bureau', service: 'Achatsgnp', phone: '+33 1 23 45 67 89', place: 'Bercy',
  })
  expect(tidiedJob({ title: 'é'.repeat(500) }).title).toHaveLength(120)
  expect(tidiedJob({ title: '👩🏽‍🚒'.repeat(100) }).title).not.toMatch(/[\uD800-\uDBFF]$/)
  expect(tidiedJob({})).toEqual(NO_JOB)
  expect([isSameJob(NO_JOB, tidiedJob({})), isSameJob(NO_JOB, { ...NO_JOB, place: 'x' })]).toEqual([true, false])
})

const colleague: JobViewer = { accountType: 'agent', isOnProbation: false, isSelf: false, isSameOrganisation: false, sharesRoom: false }

test.each<[string, Partial<JobViewer>, number]>([
  ['oneself', { isSelf: true, accountType: 'external' }, 4],
  ['somebody of the same organisation', { isSameOrganisation: true }, 4],
  ['somebody in a common room', { sharesRoom: true }, 4],
  ['any other agent', {}, 2],
  ['an external, in a common room and of the same organisation', { accountType: 'external', sharesRoom: true, isSameOrganisation: true }, 0],
  ['a device that waits, of the same organisation', { isOnProbation: true, isSameOrganisation: true, sharesRoom: true }, 2],
  ['a device that waits, of another', { isOnProbation: true, sharesRoom: true }, 0],
  ['who plays an intruder', { accountType: 'exercise', sharesRoom: true }, 0],
])('%s sees as much as they should', (_, who, parts) => {
  expect(jobPartsFor({ ...colleague, ...who })).toHaveLength(parts)
})
