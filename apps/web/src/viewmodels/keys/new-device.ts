// A device that wants in: shown on the devices that are in already, with where it comes from, until somebody has answered.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { Keys } from '../../session/keys/keys.ts'
import { NotItsMark } from '../../session/keys/mark.ts'
import type { OwnDevice } from '../../session/keys/own-devices.ts'
import { derive } from '../derive.ts'

/** What is seen of it. */
export interface NewDeviceState {
  device: OwnDevice | undefined
  isBusy: boolean
  /** `mark`: what was typed is not what the device shows. */
  problem: 'none' | 'mark' | 'failed'
}

/** The device that wants in. */
export interface NewDeviceModel {
  state: Live<NewDeviceState>
  /** Lets it in by the mark that it shows. */
  approve(mark: string): Promise<void>
  /** Signs it out, where its owner does not want it after all. */
  refuse(): Promise<void>
  /** "It wasn't me": stops the account everywhere. */
  notMe(): Promise<void>
  later(): void
}

/** Makes the model. */
export function createNewDevice({ devices, state: keyState }: Pick<Keys, 'devices' | 'state'>): NewDeviceModel {
  const own = createStore<Omit<NewDeviceState, 'device'> & { putOff: readonly string[] }>(() => ({ isBusy: false, problem: 'none', putOff: [] }))

  function find(): OwnDevice | undefined {
    // Whoever waits to be let in themselves lets nobody in.
    if (keyState.getState().kind === 'probation') return undefined
    return devices.state.getState()?.find(({ deviceId, isWaiting, isThis }) => isWaiting && !isThis && !own.getState().putOff.includes(deviceId))
  }

  const { live } = derive([devices.state, keyState, own], () => {
    const { isBusy, problem } = own.getState()
    return { device: find(), isBusy, problem }
  })

  async function run(work: (deviceId: string) => Promise<void>): Promise<void> {
    const device = find()
    if (device === undefined || own.getState().isBusy) return
    own.setState({ isBusy: true, problem: 'none' })
    try {
      await work(device.deviceId)
    } catch (error) {
      own.setState({ problem: error instanceof NotItsMark ? 'mark' : 'failed' })
    } finally {
      own.setState({ isBusy: false })
    }
  }

  return {
    state: live,
    approve: (mark) => run((deviceId) => devices.approve(deviceId, mark)),
    refuse: () => run((deviceId) => devices.end([deviceId])),
    notMe: () => run(() => devices.reportTakeover()),
    later() {
      const device = find()
      if (device !== undefined) own.setState(({ putOff }) => ({ putOff: [...putOff, device.deviceId] }))
    },
  }
}
