// GET /_chappe/desk/v1/exposure_reports/{reportId}/people
import { listExposedPeople } from '@chappe/contract'
import type { Route } from '@chappe/homeserver/ports'
import { numberOf } from '../../../numbers.ts'
import type { DeskPorts } from '../../../ports.ts'
import type { Exposure } from '../exposure.ts'
import { endOf, entryPageOf, personAnswer } from './answers.ts'

/** A part of the people; the look is in the record itself. */
export function listExposedPeopleRoute({ route }: DeskPorts, exposure: Exposure): Route {
  return route(listExposedPeople, async ({ params, query, tap }) => {
    const found = await exposure.people(numberOf(params.reportId, 'report'), entryPageOf(query))
    const body = { people: found.entries.map(personAnswer), ...endOf(found) }
    return tap.reveal(body, [{ kind: 'people', count: found.entries.length, subject: `exposure ${params.reportId} people` }])
  })
}
