// The country of the breach: organisations, accounts, open rooms with their members, messages and files. The same at every
// run. Rooms are made through the API, what is in them is written into the database (`country-store.ts`).

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type pg from 'pg'
import { forEachConcurrently, type Account, type MatrixApi } from '../matrix/api.ts'
import { at } from '../matrix/population.ts'
import { waitForFollowers, withDatabase } from '../people/database-store.ts'
import { createDice, makePeople } from '../people/names.ts'
import { insertPeople } from '../people/people-store.ts'
import { waitForAnswer, type Target } from '../targets/target.ts'
import { appendEvents, insertOrganisations, passOverSearch, readPosition, readTips, type Member, type NextEvent } from './country-store.ts'
import { splitUnevenly, type CountrySizes } from './sizes.ts'

/** What making the country needs. */
export interface CountryDeps {
  target: Target
  api: MatrixApi
  /** Who makes the rooms. */
  founder: Account
  say: (text: string) => void
}

const BATCH = 5_000
const DAY_MS = 24 * 60 * 60 * 1000
const MINISTRIES = ['Ministry of the Interior', 'Ministry of Health', 'Ministry of Education', 'Treasury', 'Prefecture', 'Water Agency', 'Court of Audit', 'City of Rennes']
const TOPICS = ['Procurement', 'Network operations', 'Crisis cell', 'Newcomers', 'Payroll', 'Data protection', 'Canteen', 'Field teams', 'Legal questions', 'Vaccination']
const SENTENCES = [
  'The meeting about the third floor is moved to Thursday at ten, same room; please bring the plans with you.',
  'Who has the current list of contacts for the prefectures?',
  'Done.',
  'Le compte rendu est en pièce jointe, merci de le relire avant mardi soir : il part au cabinet mercredi matin.',
  'The backup of the night failed on two of the five machines. I have started it again and look at it at noon.',
  'Oui, validé.',
]
const FILE_NAMES = ['Compte rendu', 'Plan de continuité (Diffusion Restreinte)', 'Annuaire', 'Tableau de bord', 'Marché 2026']

/**
 * Makes it, unless the target's folder has it already; the server is started anew at the end, since its memory is no longer
 * true.
 */
export async function makeCountry(deps: CountryDeps, sizes: CountrySizes): Promise<void> {
  const { target, say } = deps
  const made = target.folder === undefined ? undefined : join(target.folder, 'country.json')
  if (made !== undefined && existsSync(made)) {
    if (readFileSync(made, 'utf8') !== JSON.stringify(sizes)) throw new Error(`${made} is of another size`)
    return say('the country is there already')
  }
  const roomIds = await makeRooms(deps, sizes.rooms)
  await withDatabase(target, async (client) => {
    for (let start = 0; start < sizes.accounts; start += BATCH) await insertPeople(client, makePeople(start, Math.min(sizes.accounts, start + BATCH)))
    await insertOrganisations(client, Array.from({ length: sizes.organisations }, (_, index) => `${at(MINISTRIES, index % MINISTRIES.length)} ${1 + Math.floor(index / MINISTRIES.length)}`))
    say(`${sizes.accounts} accounts of ${sizes.organisations} organisations`)
    await fillRooms(client, { roomIds, sizes, mediaFolder: mediaFolderOf(target), say })
    // Nobody searches in this country: words that no index has cost the replay nothing.
    await passOverSearch(client)
  })
  await target.lifecycle?.stop('SIGTERM')
  await target.lifecycle?.start()
  await waitForAnswer(target.address, performance.now())
  await withDatabase(target, async (client) => {
    await client.query('VACUUM (ANALYZE)')
    await waitForFollowers(client, say)
  })
  if (made !== undefined) writeFileSync(made, JSON.stringify(sizes))
}

async function makeRooms({ api, founder, say }: CountryDeps, count: number): Promise<string[]> {
  const roomIds: string[] = Array.from({ length: count }, () => '')
  await forEachConcurrently(roomIds, 8, async (_, index) => {
    const name = `${at(TOPICS, index % TOPICS.length)} ${index + 1}`
    const made = await api.call('POST', '/_matrix/client/v3/createRoom', founder.token, { preset: 'public_chat', visibility: 'public', name }) as { room_id: string }
    roomIds[index] = made.room_id
  })
  say(`${count} open rooms`)
  return roomIds
}

/** Below the data folder of a Chappe that the bench started. */
function mediaFolderOf(target: Target): string {
  const { dataFolder } = target.owners()
  if (dataFolder === undefined) throw new Error('this needs a Chappe that the bench started itself')
  return join(dataFolder, 'data', 'media')
}

interface Filling {
  roomIds: readonly string[]
  sizes: CountrySizes
  mediaFolder: string
  say: (text: string) => void
}

async function fillRooms(client: pg.Client, { roomIds, sizes, mediaFolder, say }: Filling): Promise<void> {
  const dice = createDice(2026)
  const members = splitUnevenly(sizes.people, roomIds.length, { least: 1, dice })
  const messages = splitUnevenly(sizes.messages, roomIds.length, { least: 1, dice })
  const files = spreadFiles(sizes.files, messages)
  const fileBytes = splitUnevenly(sizes.fileBytes, sizes.files, { least: 1, dice })
  let position = await readPosition(client)
  let firstPerson = 0
  let firstFile = 0
  const tips = await readTips(client, roomIds)
  for (const [index, tip] of tips.entries()) {
    const people = membersOf(firstPerson, at(members, index), dice)
    const roomBytes = fileBytes.slice(firstFile, firstFile + at(files, index))
    const events = await writeRoom({ people, messages: at(messages, index), fileBytes: roomBytes, firstFile, mediaFolder, dice })
    for (let start = 0; start < events.length; start += BATCH) position = await appendEvents(client, tip, { position, events: events.slice(start, start + BATCH) })
    firstPerson += at(members, index)
    firstFile += roomBytes.length
    if ((index + 1) % Math.max(1, Math.ceil(tips.length / 5)) === 0) say(`${index + 1} of ${tips.length} rooms filled`)
  }
}

/** Each room has as many of the files as its share of the messages, the rest goes to the last ones that have room for them. */
function spreadFiles(files: number, messages: readonly number[]): number[] {
  const all = messages.reduce((sum, count) => sum + count, 0)
  const spread = messages.map((count) => Math.min(count, Math.floor((files * count) / all)))
  let left = files - spread.reduce((sum, count) => sum + count, 0)
  return spread.map((count, index) => {
    const more = Math.min(left, at(messages, index) - count)
    left -= more
    return count + more
  })
}

/** People of whom nobody else has this room as the first, and some who are in others too. */
function membersOf(first: number, count: number, dice: (bound: number) => number): Member[] {
  const own = makePeople(first, first + count)
  const guests = Array.from({ length: Math.min(first, Math.ceil(count / 5)) }, () => dice(first)).flatMap((index) => makePeople(index, index + 1))
  const seen = new Map([...own, ...guests].map(({ localpart, displayName }) => [localpart, { userId: `@${localpart}:localhost`, displayName }]))
  return [...seen.values()]
}

interface RoomPlan {
  people: readonly Member[]
  messages: number
  fileBytes: readonly number[]
  firstFile: number
  mediaFolder: string
  dice: (bound: number) => number
}

async function writeRoom({ people, messages, fileBytes, firstFile, mediaFolder, dice }: RoomPlan): Promise<NextEvent[]> {
  const endMs = Date.parse('2026-06-10T08:00:00Z')
  const startMs = endMs - 400 * DAY_MS
  const events: NextEvent[] = people.map((member, index) => ({ sender: member.userId, atMs: startMs + index, member }))
  const every = fileBytes.length === 0 ? Infinity : messages / fileBytes.length
  let file = 0
  for (let index = 0; index < messages; index += 1) {
    const sender = at(people, dice(people.length)).userId
    const atMs = startMs + DAY_MS + Math.floor((index * 398 * DAY_MS) / messages)
    if (file < fileBytes.length && index >= Math.floor(file * every)) {
      events.push({ sender, atMs, file: { ...(await makeFile(mediaFolder, firstFile + file, at(fileBytes, file))), name: `${at(FILE_NAMES, dice(FILE_NAMES.length))} ${firstFile + file}.pdf`, sender } })
      file += 1
    } else events.push({ sender, atMs, body: at(SENTENCES, dice(SENTENCES.length)) })
  }
  return events
}

/** A file of so many bytes that takes no room on the disk: nothing was ever written into it. */
async function makeFile(mediaFolder: string, index: number, bytes: number): Promise<{ mediaId: string; bytes: number; hash: Buffer }> {
  const hash = createHash('sha256').update(`file ${index}`).digest()
  const name = hash.toString('hex')
  const path = join(mediaFolder, 'files', name.slice(0, 2), name.slice(2, 4), name)
  await mkdir(dirname(path), { recursive: true })
  const handle = await open(path, 'w')
  await handle.truncate(bytes)
  await handle.close()
  return { mediaId: `replay${index}`, bytes, hash }
}
