// Events that relate to each other, as people send and see them.
import type { HttpAnswer, Json, Person } from '@chappe/testkit'

/** The path of a room's old endpoints. */
export const roomPath = (roomId: string): string => `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}`

/** The content of a message that relates to an event. */
export function related(relType: string, eventId: string, more: Json = {}): Json {
  const { key, ...content } = more
  const relation = { rel_type: relType, event_id: eventId, ...(key === undefined ? {} : { key }) }
  return { msgtype: 'm.text', body: relType, ...content, 'm.relates_to': relation }
}

/** Says something in a thread. */
export function reply(person: Person, roomId: string, root: string, body = 'reply'): Promise<string> {
  return person.send(roomId, 'm.room.message', related('m.thread', root, { body }))
}

/** Edits a message. */
export function edit(person: Person, roomId: string, eventId: string, body: string): Promise<string> {
  return person.send(roomId, 'm.room.message', related('m.replace', eventId, { body: `* ${body}`, 'm.new_content': { msgtype: 'm.text', body } }))
}

/** Reacts to an event. */
export function react(person: Person, roomId: string, eventId: string, key = '👍'): Promise<HttpAnswer> {
  return trySend(person, roomId, 'm.reaction', { 'm.relates_to': { rel_type: 'm.annotation', event_id: eventId, key } })
}

let transactions = 0

/** Sends what may be refused. */
export function trySend(person: Person, roomId: string, type: string, content: Json): Promise<HttpAnswer> {
  transactions += 1
  return person.put(`${roomPath(roomId)}/send/${encodeURIComponent(type)}/try${transactions}`, content)
}

/** Takes an event away. */
export async function redact(person: Person, roomId: string, eventId: string): Promise<string> {
  transactions += 1
  const answer = await person.put(`${roomPath(roomId)}/redact/${encodeURIComponent(eventId)}/redact${transactions}`, {})
  return answer.body.event_id
}

/** What relates to an event, straight from the endpoint. */
export async function getRelations(person: Person, roomId: string, eventId: string, rest = ''): Promise<Json> {
  const answer = await person.get(`/_matrix/client/v1/rooms/${encodeURIComponent(roomId)}/relations/${encodeURIComponent(eventId)}${rest}`)
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** The threads of a room, straight from the endpoint. */
export async function getThreads(person: Person, roomId: string, query = ''): Promise<Json> {
  const answer = await person.get(`/_matrix/client/v1/rooms/${encodeURIComponent(roomId)}/threads${query}`)
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** The event ids of a list of events. */
export const idsOf = (events: Json[]): string[] => events.map((event) => event.event_id)

/** Makes somebody ignore these users from now on. */
export async function ignore(person: Person, ...others: Person[]): Promise<void> {
  const path = `/_matrix/client/v3/user/${encodeURIComponent(person.userId)}/account_data/m.ignored_user_list`
  const list = { ignored_users: Object.fromEntries(others.map((other) => [other.userId, {}])) }
  const answer = await person.put(path, list)
  if (answer.status !== 200) throw new Error(`${answer.status}`)
}
