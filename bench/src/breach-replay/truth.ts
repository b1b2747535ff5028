// What left the server, noted from outside of it: each event, file and person in each answer.

/** What one session was shown. */
export interface Truth {
  /** Ids of events. */
  events: Set<string>
  /** Files by `server/media id`, each with the most bytes of it that one answer brought. */
  files: Map<string, number>
  /** User ids, wherever they stood. */
  people: Set<string>
  rooms: Set<string>
  answers: number
  bytes: number
}

/** Nothing yet. */
export function noTruth(): Truth {
  return { events: new Set(), files: new Map(), people: new Set(), rooms: new Set(), answers: 0, bytes: 0 }
}

const EVENT_ID = /^\$[A-Za-z0-9_-]{43}$/
const USER_ID = /^@[^\s:]+:\S+$/
const DOWNLOAD = /^\/_matrix\/client\/v1\/media\/download\/([^/?]+\/[^/?]+)/

/** Notes an answer of JSON. What is no JSON shows nothing that could be noted. */
export function noteJson(truth: Truth, text: string): void {
  truth.answers += 1
  truth.bytes += Buffer.byteLength(text)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return
  }
  noteValue(truth, value)
}

/** Notes so many bytes of a file, where the path is that of a download. */
export function noteDownload(truth: Truth, path: string, bytes: number): void {
  const uri = DOWNLOAD.exec(path)?.[1]
  truth.answers += 1
  truth.bytes += bytes
  if (uri !== undefined) truth.files.set(uri, Math.max(truth.files.get(uri) ?? 0, bytes))
}

function noteValue(truth: Truth, value: unknown): void {
  if (typeof value === 'string') {
    if (USER_ID.test(value)) truth.people.add(value)
  } else if (Array.isArray(value)) {
    for (const each of value) noteValue(truth, each)
  } else if (typeof value === 'object' && value !== null) {
    noteObject(truth, value)
  }
}

function noteObject(truth: Truth, object: object): void {
  const { event_id: eventId, room_id: roomId, type, content } = object as Record<string, unknown>
  if (typeof eventId === 'string' && EVENT_ID.test(eventId) && typeof type === 'string' && content !== undefined) truth.events.add(eventId)
  if (typeof roomId === 'string') truth.rooms.add(roomId)
  for (const [key, each] of Object.entries(object)) {
    if (USER_ID.test(key)) truth.people.add(key)
    noteValue(truth, each)
  }
}
