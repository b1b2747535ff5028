// An account as somebody has it after some years in an office: 500 rooms, encrypted
// as the government profile has it, and one of them with 10,000 messages.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Json, Person } from '@chappe/testkit'
import { createPerson } from '@chappe/testkit'
import type { RunningServer } from '../running-server.ts'
import { startServerProcess } from '../running-server.ts'
import { freePort } from '../screen.ts'
import { makeAccountByHand } from '../shared-secret.ts'
import type { StockPerson } from '../stock-person.ts'
import { startStockPerson } from '../stock-person.ts'

/** How large the account is. */
export interface OfficeSize {
  rooms: number
  /** Messages of the long room. */
  long: number
}

/** What was made, as it is written down to go on with. */
interface Made {
  port: number
  people: Readonly<Record<string, Json>>
  /** By name, the latest last. */
  rooms: readonly { roomId: string; name: string }[]
}

/** The office. */
export interface Office extends AsyncDisposable {
  server: RunningServer
  /** Where Alice makes her passkey. */
  enrolmentUrl: string
  /** Whoever says everything: somebody new each time, since what encrypts here forgets its keys. */
  voice: StockPerson
  rooms: Made['rooms']
  /** Says in every room what was said there, once Alice's browser is there to read it. */
  fill(): Promise<void>
}

const SECRET = 'a secret for this measurement'
const COLLEAGUES = ['bob', 'carol', 'dave', 'erin', 'frank'] as const
const FILLED = 'filled'
/** The last of the rooms but one: where something is said while it is measured. */
export const BUSY_ROOMS = 60
const SAID_PER_ROOM = 6
const AT_ONCE = 12
export const LONG_ROOM = 'Long room'
const SENTENCES = [
  'The minutes of this morning are in the folder, please read the second part before Thursday.',
  'Who has the key of the archive?',
  'I have moved the meeting to half past three, the room is the same. There will be eleven of us, two of them from the region, so please bring chairs from the office next door.',
  'Fine with me.',
  'The figures of the third quarter do not agree with what the prefecture sent; I will call them and say what they answer.',
]

/** Opens the office in a folder: as it was left, or a new one. */
export async function openOffice(folder: string, size: OfficeSize, say: (line: string) => void): Promise<Office> {
  mkdirSync(folder, { recursive: true })
  const notes = join(folder, 'office.json')
  const before: Made | undefined = existsSync(notes) ? JSON.parse(readFileSync(notes, 'utf8')) : undefined
  const port = before?.port ?? (await freePort())
  const server = await startServerProcess(['--profile=government', `--registration_shared_secret=${SECRET}`], { keptDir: join(folder, 'data'), port })
  const made = before ?? (await make(server, port, size, say))
  writeFileSync(notes, JSON.stringify(made))
  const isFilled = existsSync(join(folder, FILLED))
  const voice = await openVoice(server, made, isFilled ? made.rooms.slice(-1 - BUSY_ROOMS) : made.rooms)
  return {
    server,
    enrolmentUrl: made.people['alice']['org.chappe.enrolment_url'],
    voice,
    rooms: made.rooms,
    async fill() {
      if (isFilled) return
      await fill({ alice: createPerson(() => server.url, made.people['alice']), voice, rooms: made.rooms, long: size.long, say })
      writeFileSync(join(folder, FILLED), '')
    },
    async [Symbol.asyncDispose]() {
      await voice.kill()
      await server[Symbol.asyncDispose]()
    },
  }
}

async function make(server: RunningServer, port: number, { rooms: count }: OfficeSize, say: (line: string) => void): Promise<Made> {
  const made: Record<string, Json> = {}
  for (const name of ['alice', ...COLLEAGUES]) {
    made[name] = JSON.parse(await makeAccountByHand(server.url, SECRET, name, { displayname: `${name[0]?.toUpperCase()}${name.slice(1)} Martin` }))
  }
  const person = (name: string): Person => createPerson(() => server.url, made[name])
  const names = Array.from({ length: count - 1 }, (_, index) => `Room ${String(index + 1).padStart(3, '0')}`)
  say(`making ${count} rooms`)
  const rooms = await inTurn([...names, LONG_ROOM], async (name, index) => {
    const others = ['alice', ...COLLEAGUES.slice(1, 2 + (index % 4))]
    const roomId = await person('bob').createRoom({
      preset: 'private_chat',
      name,
      topic: `What concerns ${name}`,
      invite: others.map((other) => made[other].user_id),
      initial_state: [{ type: 'm.room.encryption', state_key: '', content: { algorithm: 'm.megolm.v1.aes-sha2' } }],
    })
    for (const other of others) await person(other).join(roomId)
    return { roomId, name }
  })
  return { port, people: made, rooms }
}

/** Somebody new in those rooms, with a client that encrypts. */
async function openVoice(server: RunningServer, { people }: Made, rooms: Made['rooms']): Promise<StockPerson> {
  const name = `voice${Date.now()}`
  const account: Json = JSON.parse(await makeAccountByHand(server.url, SECRET, name, { displayname: 'Grace Petit' }))
  const [bob, grace] = [people['bob'], account].map((each: Json) => createPerson(() => server.url, each))
  await inTurn(rooms, async ({ roomId }) => {
    await bob?.invite(roomId, account.user_id)
    await grace?.join(roomId)
  })
  const voice = startStockPerson('Grace')
  await voice.does('resume', { baseUrl: server.url, device: JSON.stringify(account) })
  // What a device says that its owner has not signed is not believed.
  await voice.does('makeBackup')
  return voice
}

interface Filling {
  alice: Person
  voice: StockPerson
  rooms: Made['rooms']
  long: number
  say(line: string): void
}

async function fill({ alice, voice, rooms, long, say }: Filling): Promise<void> {
  const longId = rooms.find(({ name }) => name === LONG_ROOM)?.roomId ?? ''
  say(`saying ${long} things in the long room`)
  await inTurn(Array.from({ length: long }), (_, index) => voice.does('send', { roomId: longId, text: sentence(index, LONG_ROOM) }))
  say(`saying ${SAID_PER_ROOM} things in each of the others`)
  await inTurn(rooms.filter(({ name }) => name !== LONG_ROOM), async ({ roomId, name }, at) => {
    for (let index = 0; index < SAID_PER_ROOM; index += 1) await voice.does('send', { roomId, text: sentence(at + index, name) })
  })
  await readMost(alice)
}

/** Alice has read nine of ten rooms. */
async function readMost(alice: Person): Promise<void> {
  const { rooms } = await alice.sync({ filter: { room: { timeline: { limit: 1 } } } })
  const newest = Object.entries<Json>(rooms.join).map(([roomId, room]) => ({ roomId, eventId: room.timeline.events.at(-1)?.event_id }))
  await inTurn(newest.filter((_, index) => index % 10 !== 0), async ({ roomId, eventId }) => {
    if (eventId !== undefined) await alice.post(`/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/receipt/m.read/${encodeURIComponent(eventId)}`)
  })
}

function sentence(index: number, room: string): string {
  return `${SENTENCES[index % SENTENCES.length]} (${room}, ${index})`
}

/** Does something with each, a few at once, and gives back what came of it in their order. */
async function inTurn<T, R>(all: readonly T[], act: (one: T, index: number) => Promise<R>): Promise<R[]> {
  const done: R[] = []
  let next = 0
  const go = async (): Promise<void> => {
    for (let index = next++; index < all.length; index = next++) done[index] = await act(all[index] as T, index)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, go))
  return done
}
