// Pages of the published room directory.
// https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3publicrooms
import { MatrixError } from '@chappe/contract'
import type { DirectoryDeps } from './directory-deps.ts'
import { gramsOf, mayHold } from './grams.ts'
import { inOrder } from './listing.ts'
import type { Summary } from './summary.ts'
import { fold } from './summary.ts'

/** Which page of the directory. */
export interface PublicRoomsInput {
  server: string | undefined
  limit: number | undefined
  since: string | undefined
  searchTerm: string | undefined
  /** Room types to keep; `null` stands for rooms without one. */
  roomTypes: readonly (string | null)[] | undefined
  /** A network of an application service whose rooms are asked for, or the rooms of all of them beside our own. */
  network?: string | undefined
  allNetworks?: boolean | undefined
}

/** The JSON text of a page, and the numbers of the rooms it shows. */
export interface PublicRoomsPage {
  text: string
  roomNids: number[]
}

const DEFAULT_LIMIT = 100
const MAX_LIMIT = 500

/** A page of the directory, of the rooms that are for whoever looks. Throws `M_NOT_FOUND` for the directory of another server. */
export async function listPublicRooms(deps: DirectoryDeps, input: PublicRoomsInput, isFor: (audience: readonly string[] | undefined) => boolean): Promise<PublicRoomsPage> {
  assertInput(deps, input)
  const since = input.since === undefined || input.since === '' ? undefined : parseToken(input.since)
  const found = pick((await listAskedFor(deps, input)).filter(({ audience }) => isFor(audience)), input)
  const limit = Math.min(input.limit === undefined || input.limit < 1 ? DEFAULT_LIMIT : input.limit, MAX_LIMIT)
  const [start, end] = boundsOf(found, since, limit)
  const page = found.slice(start, end)
  const [first, last] = [page[0], page.at(-1)]
  let text = `{"chunk":[${page.map((each) => each.json).join(',')}],"total_room_count_estimate":${found.length}`
  if (last !== undefined && end < found.length) text += `,"next_batch":"n${last.joined}.${last.roomNid}"`
  if (first !== undefined && start > 0) text += `,"prev_batch":"b${first.joined}.${first.roomNid}"`
  return { text: `${text}}`, roomNids: page.map(({ roomNid }) => roomNid) }
}

/** "The specific third-party network/protocol to request from the homeserver", or ours, or all of them. */
async function listAskedFor({ listing, names }: DirectoryDeps, { network, allNetworks }: PublicRoomsInput): Promise<readonly Summary[]> {
  if (network !== undefined) return listing.listOf(await names.networkRooms(network))
  const published = await listing.list()
  const elsewhere = allNetworks === true ? await names.networkRooms(undefined) : []
  if (elsewhere.length === 0) return published
  const ours = new Set(published.map((each) => each.roomNid))
  const others = await listing.listOf(elsewhere.filter((roomNid) => !ours.has(roomNid)))
  return [...published, ...others].sort(inOrder)
}

function assertInput(deps: DirectoryDeps, input: PublicRoomsInput): void {
  if (input.server !== undefined && input.server !== deps.settings.serverName) {
    throw new MatrixError('M_NOT_FOUND', { message: 'The directory of that server is not known here' })
  }
  // "Can only be used if include_all_networks is false."
  if (input.network !== undefined && input.allNetworks === true) {
    throw new MatrixError('M_INVALID_PARAM', { message: 'Either one network or all of them' })
  }
}

function pick(all: readonly Summary[], { searchTerm, roomTypes }: PublicRoomsInput): readonly Summary[] {
  const term = fold(searchTerm?.trim() ?? '')
  if (term === '' && roomTypes === undefined) return all
  const types = roomTypes === undefined ? undefined : new Set(roomTypes)
  const grams = gramsOf(term)
  return all.filter((each) => types?.has(each.roomType) !== false && mayHold(each.grams, grams) && each.searched.includes(term))
}

/** A place in the order: that of a room, so that pages fit together although rooms grow and shrink between them. */
interface Token {
  forwards: boolean
  joined: number
  roomNid: number
}

function boundsOf(found: readonly Summary[], since: Token | undefined, limit: number): [start: number, end: number] {
  if (since === undefined) return [0, Math.min(limit, found.length)]
  if (since.forwards) {
    const next = found.findIndex((each) => inOrder(each, since) > 0)
    const start = next === -1 ? found.length : next
    return [start, Math.min(start + limit, found.length)]
  }
  const reached = found.findIndex((each) => inOrder(each, since) >= 0)
  const end = reached === -1 ? found.length : reached
  return [Math.max(0, end - limit), end]
}

function parseToken(text: string): Token {
  const [match, direction, joined, roomNid] = /^([nb])(\d{1,9})\.(\d{1,10})$/.exec(text) ?? []
  if (match === undefined) throw new MatrixError('M_INVALID_PARAM', { message: 'That token is not known' })
  return { forwards: direction === 'n', joined: Number(joined), roomNid: Number(roomNid) }
}
