// GET /_chappe/desk/v1/exposure_reports/{reportId}/rooms
import { listExposedRooms } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Exposure } from '../exposure.ts'
import { endOf, entryPageOf, roomAnswer } from './answers.ts'

/** A part of the rooms; the look is in the record itself. */
export function listExposedRoomsRoute({ route }: DeskPorts, exposure: Exposure): Route {
  return route(listExposedRooms, async ({ params, query, tap }) => {
    const found = await exposure.rooms(numberOf(params.reportId, 'report'), entryPageOf(query))
    const body = { rooms: found.entries.map(roomAnswer), ...endOf(found) }
    return tap.reveal(body, [{ kind: 'people', count: found.entries.length, subject: `exposure ${params.reportId} rooms` }])
  })
}
