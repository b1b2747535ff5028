// Letting a new device in by one code: shown here and read there, or the other way round.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { Keys } from '../../session/keys/keys.ts'
import type { PairingSide, PairingState } from '../../session/keys/pairing.ts'
import { derive } from '../derive.ts'

/** What is seen. */
export type PairingView = PairingState | { kind: 'reading'; side: PairingSide }

/** Pairing. */
export interface PairingModel {
  state: Live<PairingView>
  /** Shows a code here; a passkey is touched for it. */
  show(): Promise<void>
  /** Asks for the code of the other device. */
  startReading(): void
  /** What was typed. */
  enter(text: string): Promise<void>
  /** What the camera has read. */
  scan(bytes: Uint8ClampedArray): Promise<void>
  accept(): Promise<void>
  /** Signs the device out that asks. */
  refuse(): Promise<void>
  /** "It wasn't me": stops the account everywhere. */
  notMe(): Promise<void>
  close(): void
}

/** Makes the model. */
export function createPairingModel({ pairing, devices, state: keyState }: Pick<Keys, 'pairing' | 'devices' | 'state'>): PairingModel {
  const isReading = createStore<boolean>(() => false)
  const side = (): PairingSide => (keyState.getState().kind === 'probation' ? 'waiting' : 'in')
  const { live } = derive([pairing.state, isReading], (): PairingView => (isReading.getState() ? { kind: 'reading', side: side() } : pairing.state.getState()))

  async function take(text: string): Promise<void> {
    // A press that is repeated, and a camera that goes on looking, take one code once.
    if (!isReading.getState()) return
    isReading.setState(false, true)
    await pairing.read(text)
  }

  return {
    state: live,
    show() {
      isReading.setState(false, true)
      return pairing.show()
    },
    startReading: () => isReading.setState(true, true),
    enter: take,
    scan: (bytes) => take(String.fromCharCode(...bytes)),
    accept: () => pairing.accept(),
    async refuse() {
      const asking = pairing.state.getState()
      if (asking.kind === 'asking') await devices.end([asking.device.deviceId]).catch(() => undefined)
      pairing.deny()
    },
    async notMe() {
      pairing.deny()
      await devices.reportTakeover()
    },
    close() {
      isReading.setState(false, true)
      pairing.close()
    },
  }
}
