// The directory of the networks that an application service bridges to.
import { MatrixError } from '@chappe/contract'
import type { Db } from '../../db/pool.ts'
import type { RoomEngine } from '../../engine/engine.ts'
import type { Session } from '../../session.ts'
import { listNetworkRooms as loadNetworkRooms, setNetworkRoom as storeNetworkRoom } from './appservices-store.ts'
import type { Registration } from './registration.ts'

/** Lists a room in a network's directory, or takes it out; only application services may. */
export async function setNetworkRoom(
  deps: { db: Db; registry: Pick<RoomEngine['registry'], 'find'> | undefined },
  session: Session,
  { networkId, roomId, listed }: { networkId: string; roomId: string; listed: boolean },
): Promise<void> {
  if (session.appservice === undefined) throw new MatrixError('M_FORBIDDEN', { message: 'Only an application service may' })
  const room = await deps.registry?.find(roomId)
  if (room === undefined) throw new MatrixError('M_NOT_FOUND', { message: 'There is no such room' })
  await storeNetworkRoom(deps.db, { appserviceId: session.appservice.id, networkId, roomNid: room.roomNid }, listed)
}

/** The `instance_id` under which clients know a network of an application service. */
export function instanceIdOf(appserviceId: string, networkId: string): string {
  return `${appserviceId}|${networkId}`
}

/** The numbers of the rooms of the network with an `instance_id`, or of all networks of those who are registered. */
export async function listNetworkRooms(
  deps: { db: Db; registrations: readonly Registration[] },
  instanceId: string | undefined,
): Promise<number[]> {
  if (deps.registrations.length === 0) return []
  if (instanceId === undefined) return loadNetworkRooms(deps.db, undefined)
  const owner = deps.registrations.find(({ id }) => instanceId.startsWith(instanceIdOf(id, '')))
  if (owner === undefined) return []
  const networkId = instanceId.slice(instanceIdOf(owner.id, '').length)
  return loadNetworkRooms(deps.db, { appserviceId: owner.id, networkId })
}
