// People, rooms and history that a benchmark needs, made once and used by all runs.

import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { paths, type Account, forEachConcurrently, type Json, type MatrixApi } from './api.ts'

/** What to make. Every account is a member of every room. */
export interface PopulationPlan {
  /** Names the population in its file. */
  kind: string
  accounts: number
  rooms: number
  /** Messages sent into each room. */
  messagesPerRoom: number
}

export interface Population {
  accounts: Account[]
  roomIds: string[]
}

export interface PopulationDeps {
  api: MatrixApi
  /**
   * Folder that keeps populations between runs of the tool; without it each start makes its own. It belongs to one
   * server: tokens that the server does not know make a new population.
   */
  folder: string | undefined
  say: (text: string) => void
}

/** About the length of a written message in an office. */
export const MESSAGE_BODY = 'The meeting about the third floor is moved to Thursday at ten, same room; please bring the plans with you.'

/** Body of an m.room.message, as text. */
export function messageContent(text = MESSAGE_BODY): string {
  return JSON.stringify({ msgtype: 'm.text', body: text })
}

/** Makes what the plan says, or reads it from the folder when it was made there before and is still valid. */
export async function getPopulation(deps: PopulationDeps, plan: PopulationPlan): Promise<Population> {
  const file = deps.folder === undefined ? undefined
    : `${deps.folder}/population-${plan.kind}-${plan.accounts}-${plan.rooms}-${plan.messagesPerRoom}.json`
  const stored = file === undefined ? undefined : await findStored(deps.api, file)
  if (stored !== undefined) {
    deps.say(`population from ${file}`)
    return stored
  }
  const made = await createPopulation(deps, plan)
  if (file !== undefined && deps.folder !== undefined) {
    mkdirSync(deps.folder, { recursive: true })
    // The file holds access tokens of throw-away accounts.
    writeFileSync(file, JSON.stringify(made), { mode: 0o600 })
  }
  return made
}

async function findStored(api: MatrixApi, file: string): Promise<Population | undefined> {
  try {
    const population = JSON.parse(readFileSync(file, 'utf8')) as Population
    await api.call('GET', '/_matrix/client/v3/account/whoami', population.accounts[0]?.token)
    return population
  } catch {
    return undefined
  }
}

async function createPopulation(deps: PopulationDeps, plan: PopulationPlan): Promise<Population> {
  const { api, say } = deps
  const accounts = await registerAccounts(deps, plan.accounts)
  const roomIds: string[] = Array.from({ length: plan.rooms }, () => '')
  const owner = (room: number): Account => at(accounts, room % accounts.length)
  const created = progress(say, 'rooms', plan.rooms)
  await forEachConcurrently(roomIds, api.width, async (_, index) => {
    roomIds[index] = await api.createRoom(owner(index).token, `Room ${index}`)
    created()
  })
  // Account by account, so that joins under way at one time go to different rooms and do not queue for one.
  const joins = accounts.flatMap((account) =>
    roomIds.filter((_, room) => owner(room) !== account).map((roomId) => ({ account, roomId })))
  const joined = progress(say, 'joins', joins.length)
  await forEachConcurrently(joins, api.width, async ({ account, roomId }) => {
    await api.join(account.token, roomId)
    joined()
  })
  await writeHistory(deps, { accounts, roomIds }, plan.messagesPerRoom)
  return { accounts, roomIds }
}

/** Registers accounts with names that no earlier run used. */
export async function registerAccounts(deps: PopulationDeps, count: number): Promise<Account[]> {
  const prefix = `bench-${randomBytes(4).toString('hex')}`
  const accounts: Account[] = []
  const registered = progress(deps.say, 'accounts', count)
  await forEachConcurrently(Array.from({ length: count }, (_, index) => index), deps.api.width, async (index) => {
    accounts[index] = await deps.api.register(`${prefix}-${index}`)
    registered()
  })
  return accounts
}

async function writeHistory(deps: PopulationDeps, { accounts, roomIds }: Population, perRoom: number): Promise<void> {
  const content = JSON.parse(messageContent()) as Json
  const run = randomBytes(4).toString('hex')
  const written = progress(deps.say, 'messages', roomIds.length * perRoom)
  await forEachConcurrently(roomIds, deps.api.width, async (roomId, room) => {
    for (let index = 0; index < perRoom; index += 1) {
      const sender = at(accounts, (room + index) % accounts.length)
      await deps.api.call('PUT', paths.send(roomId, `h${run}-${room}-${index}`), sender.token, content)
      written()
    }
  })
}

/** Element of a list that is known to be there. */
export function at<T>(items: readonly T[], index: number): T {
  const item = items[index]
  if (item === undefined) throw new Error(`nothing at ${index} of ${items.length}`)
  return item
}

/** Says every tenth of a long piece of work; returns the function to call per item. */
function progress(say: (text: string) => void, what: string, total: number): () => void {
  const start = performance.now()
  let done = 0
  return () => {
    done += 1
    const step = Math.max(1, Math.ceil(total / 4))
    if (total > 20 && (done % step === 0 || done === total)) {
      say(`${what} ${done}/${total} (${Math.round(done * 1000 / (performance.now() - start))}/s)`)
    }
  }
}
