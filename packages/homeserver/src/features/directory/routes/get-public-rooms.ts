// GET /_matrix/client/v3/publicRooms
import { getPublicRooms } from '@chappe/contract'
import { JsonText } from '../../../http/reveal-tap.ts'
import { shownReads } from '../../../http/shown.ts'
import type { Route } from '../../../http/route.ts'
import { route } from '../../../http/route.ts'
import type { Directory } from '../directory.ts'

/** Shows a page of the published directory. */
export function getPublicRoomsRoute(directory: Directory): Route {
  return route(getPublicRooms, async ({ query, session, tap }) => {
    const { limit, since, server } = query
    const input = { limit, since, server, searchTerm: undefined, roomTypes: undefined }
    const { text, roomNids } = await directory.listPublicRooms(session, input)
    const body = new JsonText(text)
    return roomNids.length === 0 ? tap.nothing(body) : tap.reveal(body, shownReads({ kind: 'events', subject: 'directory' }, roomNids))
  })
}
