// Sync tokens: how far each writer's streams were shown. `s1.40.17` is writer 1, events up to 40, changes up to 17;
// several writers are joined by `~`. Positions of sliding sync are such tokens with their connection in front.

/** Positions of one writer's two streams, both included. */
export interface SyncPosition {
  writer: number
  events: number
  changes: number
}

const MAX_WRITERS = 64
const MAX_TOKEN_LENGTH = 2048
const PART = /^s(\d{1,5})\.(\d{1,16})\.(\d{1,16})$/

/** The token of one position, or of one position per writer. */
export function formatSyncToken(position: SyncPosition | readonly SyncPosition[]): string {
  const list = 'writer' in position ? [position] : position
  return list.map((each) => `s${each.writer}.${each.events}.${each.changes}`).join('~')
}

/** What a position of sliding sync has in front: its connection, and which answer of it. */
const CONNECTION = /^q[A-Za-z0-9]{1,32}_/

/** Whether a token is a position of sliding sync. */
export function isConnectionToken(text: string): boolean {
  return CONNECTION.test(text)
}

/** The positions of a token, one per writer; undefined where the text is no token of ours. */
export function parseSyncToken(text: string): SyncPosition[] | undefined {
  if (text.length > MAX_TOKEN_LENGTH) return undefined
  const parts = text.replace(CONNECTION, '').split('~')
  if (parts.length > MAX_WRITERS) return undefined
  const positions: SyncPosition[] = []
  for (const part of parts) {
    const [match, writer, events, changes] = PART.exec(part) ?? []
    if (match === undefined) return undefined
    const position = { writer: Number(writer), events: Number(events), changes: Number(changes) }
    if (!Number.isSafeInteger(position.events) || !Number.isSafeInteger(position.changes)) return undefined
    if (positions.some((each) => each.writer === position.writer)) return undefined
    positions.push(position)
  }
  return positions
}
