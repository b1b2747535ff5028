// POST /_chappe/desk/v1/cases/{caseId}/notes
import { addDeskNote } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { numberOf } from '../../../numbers.ts'
import type { Cases } from '../cases.ts'

/** Writes a note into a case. */
export function addDeskNoteRoute({ route }: DeskPorts, cases: Cases): Route {
  return route(addDeskNote, async (call) => ({
    note_id: await cases.note({ session: call.session, ip: call.request.ip }, numberOf(call.params.caseId, 'case'), call.body.body),
  }))
}
