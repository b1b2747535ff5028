// What the store's worker has kept of hundreds of rooms comes to the page in pieces. In one piece, the page would be reading it
// for longer than somebody who types waits.

const ROOMS_PER_PIECE = 20

type Rooms = Record<string, unknown>

/** Some of the rooms of an answer that comes after it. */
interface Piece {
  chappePiece: Rooms
}

/** What the worker says, as one message or several; the last one is the answer. What it holds itself stays as it is. */
export function cut(message: unknown): unknown[] {
  const join = joinedOf(message)
  if (join === undefined) return [message]
  const rooms = Object.entries(join)
  const pieces: Piece[] = []
  while (rooms.length > ROOMS_PER_PIECE) pieces.push({ chappePiece: Object.fromEntries(rooms.splice(0, ROOMS_PER_PIECE)) })
  if (pieces.length === 0) return [message]
  const { result, ...answer } = recordOf(message)
  const { roomsData, ...kept } = recordOf(result)
  return [...pieces, { ...answer, result: { ...kept, roomsData: { ...recordOf(roomsData), join: Object.fromEntries(rooms) } } }]
}

/** Puts together what comes from a worker before anybody else hears of it. */
export function putTogether(worker: Pick<Worker, 'addEventListener'>): void {
  let held: Rooms = {}
  worker.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (isPiece(event.data)) {
      Object.assign(held, event.data.chappePiece)
      event.stopImmediatePropagation()
      return
    }
    const join = joinedOf(event.data)
    if (join === undefined) return
    Object.assign(join, held)
    held = {}
  })
}

/** The rooms one is in, where a message is the answer that holds them. */
function joinedOf(message: unknown): Rooms | undefined {
  const { join } = recordOf(recordOf(recordOf(message)['result'])['roomsData'])
  return typeof join === 'object' && join !== null ? (join as Rooms) : undefined
}

function isPiece(message: unknown): message is Piece {
  return typeof message === 'object' && message !== null && 'chappePiece' in message
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
