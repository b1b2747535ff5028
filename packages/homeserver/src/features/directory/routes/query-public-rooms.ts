// POST /_matrix/client/v3/publicRooms
import { queryPublicRooms } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import { shownReads } from '../../../http/shown.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Directory } from '../directory.ts'

/** Searches the published directory. */
export function queryPublicRoomsRoute(directory: Directory): Route {
  return route(queryPublicRooms, async ({ query, body, session, tap }) => {
    const { limit, since, filter, include_all_networks: allNetworks, third_party_instance_id: network } = body
    const { generic_search_term: searchTerm, room_types: roomTypes } = filter ?? {}
    const input = { limit, since, server: query.server, searchTerm, roomTypes, allNetworks, network }
    const { text, roomNids } = await directory.listPublicRooms(session, input)
    const page = new JsonText(text)
    return roomNids.length === 0 ? tap.nothing(page) : tap.reveal(page, shownReads({ kind: 'events', subject: 'directory' }, roomNids))
  })
}
