// Addresses from which nothing is answered.
import { MatrixError } from '@chappe/contract'
import type { Db, Tx } from '../../db/pool.ts'
import type { Clock } from '../../deps.ts'
import type { Networks } from '../../outgoing/addresses.ts'
import { networksOf, parseNetwork } from '../../outgoing/addresses.ts'
import type { BlockedNetwork } from './containment-store.ts'
import { deleteAddressBlock, insertAddressBlock, listAddressBlocks } from './containment-store.ts'

/** The operations. */
export interface AddressBlocks {
  /** Throws `M_FORBIDDEN` for a call from a blocked address. Asked at each call, so it looks into memory only. */
  assertAllowed(ip: string): void
  list(): Promise<BlockedNetwork[]>
  /** Blocks an address or a network (CIDR); gives back its number. `callerIp`: nobody shuts themselves out. */
  block(network: string, callerIp: string, also: (tx: Tx, blockNid: number) => Promise<void>): Promise<number>
  /** Throws `M_NOT_FOUND` where it was not blocked. */
  unblock(blockNid: number, also: (tx: Tx) => Promise<void>): Promise<void>
  /** Reads anew what is blocked: another process has changed it. */
  obey(): Promise<void>
}

/** What the operations need. */
export interface AddressBlocksDeps {
  db: Db
  clock: Clock
  /** Begins what is held anew, so that it is looked at whether it may be answered. */
  beginHeldAnew(): void
  /** Has the other processes look, too; resolves when they have, or serve no more. */
  tellOthers(): Promise<unknown>
}

/** The widest networks: one click is not to shut out a whole country. */
const PREFIX_MIN = { 4: 8, 6: 24 } as const

/** Reads what is blocked, and ties the operations. */
export async function createAddressBlocks({ db, clock, beginHeldAnew, tellOthers }: AddressBlocksDeps): Promise<AddressBlocks> {
  let blocked: Networks | undefined
  async function refresh(): Promise<void> {
    const networks = await listAddressBlocks(db)
    blocked = networks.length === 0 ? undefined : networksOf(networks.map((each) => each.network))
  }
  async function obey(): Promise<void> {
    await refresh()
    beginHeldAnew()
  }
  await refresh()
  return {
    assertAllowed(ip) {
      if (blocked?.include(ip) === true) {
        throw new MatrixError('M_FORBIDDEN', { message: 'This service cannot be used from where you are. Please turn to your help desk.' })
      }
    },
    list: () => listAddressBlocks(db),
    async block(network, callerIp, also) {
      const parsed = assertNetwork(network)
      if (networksOf([parsed]).include(callerIp)) {
        throw new MatrixError('M_INVALID_PARAM', { message: 'That network includes the address you are calling from' })
      }
      const blockNid = await db.transaction().execute(async (tx) => {
        const made = await insertAddressBlock(tx, parsed, clock.now())
        await also(tx, made)
        return made
      })
      await obey()
      await tellOthers()
      return blockNid
    },
    async unblock(blockNid, also) {
      await db.transaction().execute(async (tx) => {
        if (!(await deleteAddressBlock(tx, blockNid))) throw new MatrixError('M_NOT_FOUND', { message: 'That is not blocked' })
        await also(tx)
      })
      await refresh()
      await tellOthers()
    },
    obey,
  }
}

/** Throws `M_INVALID_PARAM` for what is no network, or a wider one than anybody should block with one click. */
function assertNetwork(text: string): string {
  const parsed = parseNetwork(text)
  if (parsed === undefined) throw new MatrixError('M_INVALID_PARAM', { message: 'network: an address, or a network such as 192.0.2.0/24' })
  const { network, family, prefix } = parsed
  if (prefix < PREFIX_MIN[family]) throw new MatrixError('M_INVALID_PARAM', { message: `network: not wider than /${PREFIX_MIN[family]}` })
  return network
}
