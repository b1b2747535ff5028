// GET /_chappe/client/v1/rooms/{roomId}/people
import { listRoomPeople } from '@chappe/contract'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import { shownReads } from '../../../http/shown.ts'
import type { RoomPerson, Standings } from '../standings.ts'

/** Who reads a room; recorded as the people it shows. */
export function listRoomPeopleRoute(standings: Standings): Route {
  return route(listRoomPeople, async ({ session, params, tap }) => {
    const { organisations, people, audience, audienceOf, keptMs, ...counts } = await standings.list(session, params.roomId)
    const answer = {
      ...counts,
      ...(keptMs === undefined ? {} : { kept_ms: keptMs }),
      ...(audience === undefined ? {} : { audience }),
      ...(audienceOf === undefined ? {} : { audience_of: audienceOf.map(({ organisationId, name }) => ({ organisation_id: organisationId, name })) }),
      organisations: organisations.map(({ organisationId, name, people: count }) => ({ organisation_id: organisationId, name, people: count })),
      people: people.map(personAnswer),
    }
    return tap.reveal(answer, shownReads({ kind: 'people', subject: params.roomId }, people.map(({ userNid }) => userNid)))
  })
}

function personAnswer({ userId, accountType, organisationId, title, service, awayUntilMs }: RoomPerson) {
  return {
    user_id: userId,
    account_type: accountType,
    ...(organisationId === null ? {} : { organisation_id: organisationId }),
    ...(title === '' ? {} : { title }),
    ...(service === '' ? {} : { service }),
    ...(awayUntilMs === undefined ? {} : { away_until_ts: awayUntilMs }),
  }
}
