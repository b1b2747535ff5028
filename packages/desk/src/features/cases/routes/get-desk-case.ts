// GET /_chappe/desk/v1/cases/{caseId}
import { getDeskCase } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { numberOf } from '../../../numbers.ts'
import type { Cases } from '../cases.ts'
import { caseAnswer, noteAnswer } from './answers.ts'

/** A case with its notes, and what was found when an account was contained. */
export function getDeskCaseRoute({ route }: DeskPorts, cases: Cases): Route {
  return route(getDeskCase, async ({ params, tap }) => {
    const found = await cases.get(numberOf(params.caseId, 'case'))
    const body = { ...caseAnswer(found), notes: found.notes.map(noteAnswer) }
    return tap.reveal(body, [{ kind: 'people', count: found.notes.length + 1, subject: `case:${found.caseNid}` }])
  })
}
