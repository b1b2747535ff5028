// What the server finds in rooms that are not encrypted: all that was ever said there.
// https://spec.matrix.org/v1.19/client-server-api/#server-side-search
import type { MatrixClient } from 'matrix-js-sdk'
import { SearchOrderBy } from 'matrix-js-sdk'
import { indexedEvent } from './describe-message.ts'
import { spansOf } from './search-index.ts'
import type { Hit, IndexedMessage, Question } from './types.ts'

const ROOMS_MAX = 200
const HITS_MAX = 50

/** Asks the server. Without words there is nothing to ask it for. */
export async function searchServer(client: MatrixClient, question: Question): Promise<readonly Hit[]> {
  const words = question.wanted.flatMap((wanted) => wanted.words)
  const rooms = client
    .getRooms()
    .filter((room) => room.getMyMembership() === 'join' && !room.hasEncryptionStateEvent() && (question.rooms?.includes(room.roomId) ?? true))
    .map(({ roomId }) => roomId)
    .slice(0, ROOMS_MAX)
  if (words.length === 0 || rooms.length === 0) return []
  const filter = { rooms, limit: HITS_MAX, ...(question.senders === undefined ? {} : { senders: [...question.senders] }) }
  const answer = await client.search({
    body: { search_categories: { room_events: { search_term: words.join(' '), filter, order_by: SearchOrderBy.Recent } } },
  })
  const toEvent = client.getEventMapper()
  return (answer.search_categories.room_events.results ?? []).slice(0, HITS_MAX).flatMap(({ result }) => {
    const found = indexedEvent(toEvent(result), result.room_id)
    if (found.kind !== 'message' || !passes(found.message, question)) return []
    return [{ message: found.message, spans: spansOf(found.message.text, question.wanted), before: undefined, after: undefined }]
  })
}

/** What the server is not asked. */
function passes({ sentAtMs, has }: IndexedMessage, { afterMs, beforeMs, has: wanted }: Question): boolean {
  return (afterMs === undefined || sentAtMs >= afterMs) && (beforeMs === undefined || sentAtMs < beforeMs) && wanted.every((each) => has.includes(each))
}
