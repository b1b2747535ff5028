// What of files was delivered.
import { spread } from '@chappe/ledger'
import type { ExposedFile, ExposedRoom, FileTally, Tally } from '@chappe/ledger'
import type { ExposureFacts } from '@chappe/homeserver/ports'
import { byCodeUnits } from './gather-people.ts'
import type { Gathered, SessionNames } from './gather-rooms.ts'

/** Files by their ids. */
export async function gatherFiles(facts: ExposureFacts, tally: Tally, { gathered, names }: { gathered: Gathered; names: SessionNames }): Promise<ExposedFile[]> {
  const files = new Map<string, FileTally & { sessions: string[] }>()
  for (const session of tally.sessions.values()) {
    for (const [mediaId, file] of session.files) {
      const known = files.get(mediaId)
      const name = names.get(session) ?? ''
      if (known === undefined) files.set(mediaId, { ...file, sessions: [name] })
      else add(known, file, name)
    }
  }
  const known = new Map((await facts.files([...files.keys()])).map((file) => [file.mediaId, file]))
  // Where the row does not say through which event it was read: one that carries it.
  for (const [mediaId, file] of files) if (file.room === 0) Object.assign(file, known.get(mediaId)?.place)
  const places = [...files.values()].filter(({ room }) => room !== 0).map(({ room, position }) => ({ room, position }))
  const encrypted = await facts.encryptedPlaces(places)
  const rooms = await roomIdsOf(facts, gathered.rooms, places)
  return [...files].toSorted(([a], [b]) => byCodeUnits(a, b)).map(([mediaId, file]) => {
    const { name = null, bytes: size, sha256 = null } = known.get(mediaId) ?? {}
    const isEncrypted = encrypted.has(`${file.room}/${file.position}`)
    return {
      mxc: `mxc://${facts.serverName}/${mediaId}`,
      name,
      roomId: rooms.get(file.room) ?? null,
      bytes: size === undefined ? file.bytes : Math.min(size, file.bytes),
      sha256,
      class: !isEncrypted ? 'delivered' : gathered.withKeys.has(file.room) ? 'keys_reachable' : 'ciphertext_only',
      isWhole: file.isFile && size !== undefined && file.bytes >= size,
      firstAtMs: file.firstAtMs,
      lastAtMs: file.lastAtMs,
      sessions: file.sessions.toSorted(byCodeUnits),
    }
  })
}

function add(known: FileTally & { sessions: string[] }, file: FileTally, session: string): void {
  spread(known, file.firstAtMs)
  spread(known, file.lastAtMs)
  known.bytes += file.bytes
  known.isFile ||= file.isFile
  known.sessions.push(session)
  if (known.room === 0) Object.assign(known, { room: file.room, position: file.position })
}

/** A file may come through a room of which nothing else was delivered. */
async function roomIdsOf(facts: ExposureFacts, rooms: ReadonlyMap<number, ExposedRoom>, places: readonly { room: number }[]): Promise<Map<number, string>> {
  const missing = [...new Set(places.map(({ room }) => room))].filter((room) => !rooms.has(room))
  const others = await facts.rooms(missing)
  return new Map([...[...rooms].map(([roomNid, { roomId }]) => [roomNid, roomId] as const), ...others.map(({ roomNid, roomId }) => [roomNid, roomId] as const)])
}
