// The devices of the account, with places and dates, and the approval of one that waits.
import { approveDevice, endDevices, listDevices, reportTakeover, updateDevice } from '@chappe/contract'
import type { SignedIn } from '@chappe/ui/sign-in'
import { ApiError } from '@chappe/ui/sign-in'
import type { MatrixClient } from 'matrix-js-sdk'
import { CryptoEvent } from 'matrix-js-sdk/lib/crypto-api/index.js'
import type { CryptoApi, DeviceVerificationStatus } from 'matrix-js-sdk/lib/crypto-api/index.js'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import { deviceNameOf } from './device-name.ts'
import { NotItsMark } from './mark.ts'
import { withTouch } from './touch.ts'

/** A device of the account. */
export interface OwnDevice {
  deviceId: string
  name: string
  isThis: boolean
  /** The network address it was last seen at. */
  address: string | undefined
  lastSeenMs: number | undefined
  /** Waits to be approved. */
  isWaiting: boolean
  /** Whether the account's identity has signed it: others send it keys. */
  isSigned: boolean
  /** Whether it encrypts at all, so that it can be compared with. */
  canCompare: boolean
}

/** The devices. */
export interface OwnDevices {
  /** Undefined until the server has answered. This one first, then the latest seen. */
  state: Live<readonly OwnDevice[] | undefined>
  look(): Promise<void>
  /** Lets a device in that waits, by the mark that it shows; a passkey is touched for it. Throws `NotItsMark`. */
  approve(deviceId: string, mark: string): Promise<void>
  /** "It wasn't me": stops the account everywhere, this device as well. */
  reportTakeover(): Promise<void>
  /** Ends the sessions of devices; a passkey is touched for it. */
  end(deviceIds: readonly string[]): Promise<void>
  rename(deviceId: string, name: string): Promise<void>
  stop(): void
}

/** What the server calls a device that signed in through the messenger. */
const UNNAMED = 'Chappe'
/** The id of one that waits ends in its mark, which it alone is to show. */
const UNNAMED_WAITING = '?'
const DEVICES_MAX = 200
const NAME_CHARS_MAX = 64
const SETTLE_MS = 500

/** Begins to follow the devices. */
export function followOwnDevices({ client, crypto, signedIn }: { client: MatrixClient; crypto: CryptoApi; signedIn: SignedIn }): OwnDevices {
  const state = createStore<readonly OwnDevice[] | undefined>(() => undefined)
  const me = client.getSafeUserId()
  let timer: ReturnType<typeof setTimeout> | undefined
  let isNamed = false

  async function rename(deviceId: string, name: string): Promise<void> {
    await signedIn.call({ method: updateDevice.method, path: pathOf(updateDevice.path, deviceId), body: { display_name: name.trim().slice(0, NAME_CHARS_MAX) } })
  }

  async function look(): Promise<void> {
    const answer = await signedIn.call({ method: listDevices.method, path: listDevices.path })
    const found = parseDevices(answer, signedIn.deviceId)
    if (!isNamed) {
      isNamed = true
      const own = found.find(({ isThis }) => isThis)
      if (own?.name === UNNAMED) await rename(own.deviceId, (own.name = deviceNameOf(navigator.userAgent))).catch(() => undefined)
    }
    const standings = await Promise.all(found.map((device) => crypto.getDeviceVerificationStatus(me, device.deviceId).catch(() => null)))
    state.setState(
      found.map((device, at) => withStanding(device, standings[at] ?? null)).toSorted((a, b) => Number(b.isThis) - Number(a.isThis) || Number(b.isWaiting) - Number(a.isWaiting) || (b.lastSeenMs ?? 0) - (a.lastSeenMs ?? 0)),
      true,
    )
  }

  async function act(run: () => Promise<unknown>): Promise<void> {
    await withTouch(signedIn, run)
    await look()
  }

  const onDevices = (users: string[]): void => {
    if (!users.includes(me)) return
    clearTimeout(timer)
    timer = setTimeout(() => void look().catch(() => undefined), SETTLE_MS)
  }
  client.on(CryptoEvent.DevicesUpdated, onDevices)
  onDevices([me])

  return {
    state,
    look,
    approve: (deviceId, mark) => act(() => signedIn.call({ method: approveDevice.method, path: pathOf(approveDevice.path, deviceId), body: { mark } }).catch(throwIfNotItsMark)),
    async reportTakeover() {
      await signedIn.call({ method: reportTakeover.method, path: reportTakeover.path, body: {} })
    },
    end: (deviceIds) => act(() => signedIn.call({ method: endDevices.method, path: endDevices.path, body: { device_ids: deviceIds } })),
    async rename(deviceId, name) {
      await rename(deviceId, name)
      await look()
    },
    stop() {
      clearTimeout(timer)
      client.off(CryptoEvent.DevicesUpdated, onDevices)
    },
  }
}

function throwIfNotItsMark(error: unknown): never {
  throw error instanceof ApiError && error.body['org.chappe.mark_refused'] === true ? new NotItsMark('not its mark', { cause: error }) : error
}

function withStanding(device: ListedDevice, standing: DeviceVerificationStatus | null): OwnDevice {
  const isSigned = standing?.signedByOwner === true
  return { ...device, isSigned, canCompare: standing !== null && !isSigned && !device.isThis && !device.isWaiting }
}

function pathOf(path: string, deviceId: string): string {
  return path.replace('{deviceId}', encodeURIComponent(deviceId))
}

/** A device as the server lists it. */
type ListedDevice = Omit<OwnDevice, 'isSigned' | 'canCompare'>

function parseDevices(answer: unknown, own: string): ListedDevice[] {
  const list: unknown = typeof answer === 'object' && answer !== null && 'devices' in answer ? answer.devices : []
  if (!Array.isArray(list)) return []
  return (list as Readonly<Record<string, unknown>>[]).slice(0, DEVICES_MAX).flatMap((each) => {
    const { device_id: deviceId, display_name: name, last_seen_ip: address, last_seen_ts: seen } = each
    if (typeof deviceId !== 'string') return []
    const isWaiting = each['org.chappe.on_probation'] === true
    return [
      {
        deviceId,
        name: typeof name === 'string' && name !== '' ? name : isWaiting && deviceId !== own ? UNNAMED_WAITING : deviceId,
        isThis: deviceId === own,
        address: typeof address === 'string' ? address : undefined,
        lastSeenMs: typeof seen === 'number' ? seen : undefined,
        isWaiting,
      },
    ]
  })
}
