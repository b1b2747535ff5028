// A device that wants in: shown on the devices that are in already, with where it comes from, until somebody has answered.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { Keys } from '../../session/keys/keys.ts'
import type { OwnDevice } from '../../session/keys/own-devices.ts'
import { derive } from '../derive.ts'

/** What is seen of it. */
export interface NewDeviceState {
  device: OwnDevice | undefined
  isBusy: boolean
  isFailed: boolean
}

/** The device that wants in. */
export interface NewDeviceModel {
  state: Live<NewDeviceState>
  approve(): Promise<void>
  /** Signs it out, where its owner does not want it after all. */
  refuse(): Promise<void>
  /** "It wasn't me": stops the account everywhere. */
  notMe(): Promise<void>
  later(): void
}

/** Makes the model. */
export function createNewDevice({ devices, state: keyState }: Pick<Keys, 'devices' | 'state'>): NewDeviceModel {
  const own = createStore<{ isBusy: boolean; isFailed: boolean; putOff: readonly string[] }>(() => ({ isBusy: false, isFailed: false, putOff: [] }))

  function find(): OwnDevice | undefined {
    // Whoever waits to be let in themselves lets nobody in.
    if (keyState.getState().kind === 'probation') return undefined
    return devices.state.getState()?.find(({ deviceId, isWaiting, isThis }) => isWaiting && !isThis && !own.getState().putOff.includes(deviceId))
  }

  const { live } = derive([devices.state, keyState, own], () => {
    const { isBusy, isFailed } = own.getState()
    return { device: find(), isBusy, isFailed }
  })

  async function run(work: (deviceId: string) => Promise<void>): Promise<void> {
    const device = find()
    if (device === undefined || own.getState().isBusy) return
    own.setState({ isBusy: true, isFailed: false })
    try {
      await work(device.deviceId)
    } catch {
      own.setState({ isFailed: true })
    } finally {
      own.setState({ isBusy: false })
    }
  }

  return {
    state: live,
    approve: () => run(devices.approve),
    refuse: () => run((deviceId) => devices.end([deviceId])),
    notMe: () => run(() => devices.reportTakeover()),
    later() {
      const device = find()
      if (device !== undefined) own.setState(({ putOff }) => ({ putOff: [...putOff, device.deviceId] }))
    },
  }
}
