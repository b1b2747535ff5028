// The front door of the directory: aliases of rooms, and the rooms that are published.
import { MatrixError } from '@chappe/contract'
import { isInAudience } from '@chappe/policy'
import type { Session } from '../../session.ts'
import { contentOf, joinedRoomOf } from '../rooms/rooms.ts'
import { getAlias, listRoomAliases, mayChooseAliases, removeAlias, setAlias } from './aliases.ts'
import type { DirectoryDeps, DirectoryOptions, Looker } from './directory-deps.ts'
import { createListing } from './listing.ts'
import type { PublicRoomsInput, PublicRoomsPage } from './public-rooms.ts'
import { listPublicRooms } from './public-rooms.ts'

export type { DirectoryNames } from './room-names.ts'
export { createRoomNames } from './room-names.ts'
export { entryOf } from './summary.ts'

/** Whether a room is listed. */
export type Visibility = 'public' | 'private'

/** The operations of this feature. */
export interface Directory {
  getAlias(looker: Looker, alias: string): Promise<{ roomId: string; servers: string[] }>
  setAlias(session: Session, input: { alias: string; roomId: string }): Promise<void>
  removeAlias(session: Session, alias: string): Promise<void>
  listRoomAliases(session: Session, roomId: string): Promise<string[]>
  listPublicRooms(looker: Looker, input: PublicRoomsInput): Promise<PublicRoomsPage>
  getVisibility(looker: Looker, roomId: string): Promise<Visibility>
  setVisibility(session: Session, input: { roomId: string; visibility: Visibility }): Promise<void>
}

/** Ties the operations to what they need. */
export function createDirectory(options: DirectoryOptions): Directory {
  const { db, clock, names } = options
  const listing = createListing({ db, clock, names, engine: options.rooms.engine })
  const deps: DirectoryDeps = { ...options, listing }
  return {
    getAlias: async (looker, alias) => getAlias(lookedAt(deps, looker), alias, { looker, isFor: await audienceFor(deps, looker) }),
    setAlias: (session, input) => setAlias(deps, session, input),
    removeAlias: (session, alias) => removeAlias(deps, session, alias),
    listRoomAliases: (session, roomId) => listRoomAliases(deps, session, roomId),
    listPublicRooms: async (looker, input) => listPublicRooms(lookedAt(deps, looker), input, await audienceFor(deps, looker)),
    getVisibility: async (looker, roomId) => getVisibility(lookedAt(deps, looker), roomId),
    setVisibility: (session, input) => setVisibility(deps, session, input),
  }
}

/** Whose rooms somebody finds: those for their organisation and those for all. Where rooms are for all, that is nobody's matter. */
async function audienceFor({ rooms, settings }: DirectoryDeps, looker: Looker): Promise<(audience: readonly string[] | undefined) => boolean> {
  if (!settings.policy.openRoomAudiences || looker === undefined) return () => true
  const { organisationId } = (await rooms.engine.accountFacts.of([looker.userId])).get(looker.userId) ?? {}
  return (audience) => isInAudience(audience, organisationId)
}

/** The specification lets anybody look; the government profile only those who are signed in. */
function lookedAt(deps: DirectoryDeps, looker: Looker): DirectoryDeps {
  if (looker === undefined && deps.settings.policy.lookupsNeedToken) throw new MatrixError('M_MISSING_TOKEN')
  return deps
}

async function getVisibility(deps: DirectoryDeps, roomId: string): Promise<Visibility> {
  const room = await deps.rooms.engine.registry.find(roomId)
  if (room === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such room' })
  return (await deps.names.published()).has(room.roomNid) ? 'public' : 'private'
}

async function setVisibility(
  deps: DirectoryDeps,
  session: Session,
  input: { roomId: string; visibility: Visibility },
): Promise<void> {
  const room = await joinedRoomOf(deps.rooms, session.userId, input.roomId)
  if (!(await mayChooseAliases(deps, room, session.userId))) {
    throw new MatrixError('M_FORBIDDEN', { message: 'You may not list this room' })
  }
  const publish = input.visibility === 'public'
  if (publish && deps.settings.policy.namedPublishedRooms && contentOf(room, 'm.room.name')?.['name'] === undefined) {
    throw new MatrixError('M_INVALID_PARAM', { message: 'A room in the directory needs a name' })
  }
  await deps.names.setPublished(room.roomNid, publish)
}
