// The sessions that something was delivered to, apart from each other; and who else came from the same addresses.
import type { ExposedSession, OtherAccount, SessionTally, Tally } from '@chappe/ledger'
import type { ExposureFacts } from '@chappe/homeserver/ports'
import type { DeskPorts } from '../../../ports.ts'
import { byCodeUnits } from './gather-people.ts'
import type { SessionNames } from './gather-rooms.ts'

/** Sessions as a report shows them, and how it names them. */
export interface Sessions {
  list: ExposedSession[]
  names: SessionNames
}

const OTHERS_MAX = 10_000
const DAY_MS = 24 * 60 * 60_000

/** Names each session of a tally. */
export async function gatherSessions(facts: ExposureFacts, { sessions }: Tally): Promise<Sessions> {
  const tallies = [...sessions.values()]
  const accountNids = [...new Set(tallies.map(({ account }) => account))]
  const [accounts, devices, contained] = [
    new Map((await facts.accounts({ userNids: accountNids })).map((account) => [account.userNid, account.userId])),
    new Map((await facts.devices(tallies.map(({ device }) => device))).map((device) => [device.deviceNid, device])),
    await facts.containedDevices(accountNids),
  ]
  const names = new Map<SessionTally, string>()
  const list = tallies.map((tally): ExposedSession => {
    const device = devices.get(tally.device)
    const deviceId = device?.deviceId ?? `#${tally.device}`
    names.set(tally, deviceId)
    return {
      userId: accounts.get(tally.account) ?? '',
      deviceId,
      account: tally.account,
      device: tally.device,
      deviceName: device?.displayName ?? null,
      addresses: [...tally.addresses].toSorted(byCodeUnits),
      firstAtMs: tally.firstAtMs,
      lastAtMs: tally.lastAtMs,
      events: [...tally.rooms.values()].reduce((sum, room) => sum + room.positions.size, 0),
      files: tally.files.size,
      bytes: tally.bytes,
      endedBy: contained.has(tally.device) ? 'contained' : device?.endedAtMs === null || tally.device === 0 ? 'open' : 'ended',
    }
  })
  return { list: list.toSorted((a, b) => byCodeUnits(a.userId, b.userId) || a.device - b.device), names }
}

/** Other accounts that something was delivered to at the same addresses, from a day before to a day after the sessions. */
export async function gatherOthers({ provenLedger, exposure }: DeskPorts, sessions: readonly ExposedSession[], size: number): Promise<OtherAccount[]> {
  const addresses = new Set(sessions.flatMap((session) => session.addresses))
  if (addresses.size === 0) return []
  const own = new Set([0, ...sessions.map(({ account }) => account)])
  const fromMs = sessions.reduce((least, { firstAtMs }) => Math.min(least, firstAtMs), Number.MAX_SAFE_INTEGER) - DAY_MS
  const toMs = sessions.reduce((most, { lastAtMs }) => Math.max(most, lastAtMs), 0) + DAY_MS
  const found = new Map<string, { account: number } & Omit<OtherAccount, 'userId'>>()
  for await (const rows of provenLedger.read({ fromMs, toMs, isWanted: ({ account, address }) => !own.has(account) && addresses.has(address) }, size)) {
    for (const { account, address, at } of rows) {
      const key = `${account} ${address}`
      const other = found.get(key) ?? { account, address, firstAtMs: at, lastAtMs: at }
      if (found.size < OTHERS_MAX) found.set(key, { ...other, firstAtMs: Math.min(other.firstAtMs, at), lastAtMs: Math.max(other.lastAtMs, at) })
    }
  }
  const userIds = new Map((await exposure.accounts({ userNids: [...new Set([...found.values()].map(({ account }) => account))] })).map((each) => [each.userNid, each.userId]))
  const others = [...found.values()].map(({ account, ...other }) => ({ userId: userIds.get(account) ?? `#${account}`, ...other }))
  return others.toSorted((a, b) => byCodeUnits(a.userId, b.userId) || byCodeUnits(a.address, b.address))
}
