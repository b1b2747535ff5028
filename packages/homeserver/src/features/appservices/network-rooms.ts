// The directory of the networks that an application service bridges to.
import { MatrixError } from '@chappe/contract'
import type { Db } from '../../db/pool.ts'
import type { RoomEngine } from '../../engine/engine.ts'
import type { Session } from '../../session.ts'
import { setNetworkRoom as storeNetworkRoom } from './appservices-store.ts'

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
