// Encryption without words: where somebody stands with their keys, the one thing to do about it, and how far that has come.
import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import { paths } from '../../paths.ts'
import type { Keys } from '../../session/keys/keys.ts'
import type { KeyState, RecoveryWay } from '../../session/keys/key-state.ts'
import { KEY_ACTIONS } from '../../session/keys/key-state.ts'
import type { PasskeyCounts } from '../../session/keys/secrets.ts'
import type { KeyFailure } from '../../session/keys/failure.ts'
import { KeyActFailed } from '../../session/keys/failure.ts'
import { deviceMarkOf } from '../../session/keys/mark.ts'
import { derive } from '../derive.ts'

/** What the person is in the middle of. */
export type KeyStep =
  | { kind: 'none' }
  /** The card with the one thing to do. */
  | { kind: 'card' }
  /** A recovery key is shown, to be printed. `isNew`: nothing is made with it until it has been checked. */
  | { kind: 'print'; key: string; isNew: boolean }
  /** The end of the printed key is asked for, so that a sheet that was not printed is noticed today. */
  | { kind: 'confirm'; key: string; isWrong: boolean }
  /** The printed key is typed in: to open the messages here, or to let a passkey open them. */
  | { kind: 'enter'; purpose: 'open' | 'passkey' }

/** What is seen. */
export interface KeysState {
  state: KeyState
  step: KeyStep
  isBusy: boolean
  problem: KeyFailure | undefined
  /** Undefined until they were counted. */
  passkeys: PasskeyCounts | undefined
}

/** The keys. */
export interface KeysModel {
  state: Live<KeysState>
  /** The page on which the owner lets this device in. */
  approvalPath: string
  /** What this device shows of itself there. */
  mark: string
  /** Shows the card with the one thing to do. */
  open(): void
  close(): void
  /** Does the one thing, by a passkey where the account has one. */
  act(): Promise<void>
  /** Does it the other way. */
  choose(way: RecoveryWay | 'print'): Promise<void>
  /** The sheet was printed or written down. */
  printed(): void
  confirm(ending: string): Promise<void>
  /** Shows the sheet again. */
  back(): void
  enter(text: string): Promise<void>
  /** Prints the key that there is once more; a passkey is touched for it. */
  printAgain(): Promise<void>
  /** Draws a new recovery key in place of the one there is. */
  replaceKey(): void
  countPasskeys(): Promise<void>
  addPasskey(): Promise<void>
}

/** How much of the end of a printed key is asked for. */
export const ENDING_CHARS = 4

type KeysParts = Pick<Keys, 'state' | 'secrets' | 'verifications' | 'check'>
type OwnState = Omit<KeysState, 'state'>

/** Makes the model of the keys on this device. */
export function createKeysModel(keys: KeysParts, deviceId: string): KeysModel {
  const own = createStore<OwnState>(() => ({ step: { kind: 'none' }, isBusy: false, problem: undefined, passkeys: undefined }))
  const { live } = derive([keys.state, own], () => ({ state: keys.state.getState(), ...own.getState() }))
  const go = (step: KeyStep): void => own.setState({ step, problem: undefined })

  const { run, recover, act } = createActs(keys, own, go)

  return {
    state: live,
    approvalPath: paths.approval(deviceId),
    mark: deviceMarkOf(deviceId),
    open: () => go({ kind: 'card' }),
    close: () => go({ kind: 'none' }),
    act,
    async choose(way) {
      if (way === 'print') go({ kind: 'print', key: keys.secrets.drawKey(), isNew: true })
      else await recover(way)
    },
    printed() {
      const { step } = own.getState()
      if (step.kind === 'print') go(step.isNew ? { kind: 'confirm', key: step.key, isWrong: false } : { kind: 'none' })
    },
    async confirm(ending) {
      const { step } = own.getState()
      if (step.kind !== 'confirm') return
      if (!isEndingOf(step.key, ending)) return go({ ...step, isWrong: true })
      await run(async () => {
        await keys.secrets.makeWithKey(step.key)
        go({ kind: 'none' })
      })
    },
    back() {
      const { step } = own.getState()
      if (step.kind === 'confirm') go({ kind: 'print', key: step.key, isNew: true })
    },
    enter: (text) =>
      run(async () => {
        const { step } = own.getState()
        if (step.kind !== 'enter') return
        if (step.purpose === 'open') await keys.secrets.openWithKey(text)
        else await keys.secrets.addPasskey(text)
        own.setState({ step: { kind: 'none' }, passkeys: step.purpose === 'open' ? own.getState().passkeys : await keys.secrets.countPasskeys() })
      }),
    printAgain: () => run(async () => go({ kind: 'print', key: await keys.secrets.readKey(), isNew: false })),
    replaceKey: () => go({ kind: 'print', key: keys.secrets.drawKey(), isNew: true }),
    countPasskeys: () => run(async () => own.setState({ passkeys: await keys.secrets.countPasskeys() })),
    addPasskey: () =>
      run(async () => {
        // Where no passkey opens them yet, the printed key does.
        if ((await keys.secrets.countPasskeys()).opening === 0) return go({ kind: 'enter', purpose: 'passkey' })
        await keys.secrets.addPasskey()
        own.setState({ passkeys: await keys.secrets.countPasskeys() })
      }),
  }
}

/** What is done about the keys, each once at a time, with what came of it said. */
interface Acts {
  run(work: () => Promise<void>): Promise<void>
  recover(way: RecoveryWay): Promise<void>
  act(): Promise<void>
}

function createActs({ state: keyState, secrets, verifications, check }: KeysParts, own: StoreApi<OwnState>, go: (step: KeyStep) => void): Acts {
  async function run(work: () => Promise<void>): Promise<void> {
    if (own.getState().isBusy) return
    own.setState({ isBusy: true, problem: undefined })
    try {
      await work()
    } catch (error) {
      own.setState({ problem: error instanceof KeyActFailed ? error.failure : { kind: error instanceof TypeError ? 'offline' : 'failed' } })
    } finally {
      own.setState({ isBusy: false })
    }
  }

  /** Makes everything with a passkey; where none can, with a key that is printed. */
  const make = (): Promise<void> =>
    run(async () => {
      try {
        await secrets.makeWithPasskey()
        go({ kind: 'none' })
      } catch (error) {
        if (!(error instanceof KeyActFailed) || (error.failure.kind !== 'noSecret' && error.failure.kind !== 'noPasskey')) throw error
        go({ kind: 'print', key: secrets.drawKey(), isNew: true })
      }
    })

  async function recover(way: RecoveryWay): Promise<void> {
    if (way === 'recoveryKey') return go({ kind: 'enter', purpose: 'open' })
    await run(async () => {
      if (way === 'device') await verifications.askOwnDevices()
      else await secrets.openWithPasskey()
      go({ kind: 'none' })
    })
  }

  async function act(): Promise<void> {
    const state = keyState.getState()
    switch (KEY_ACTIONS[state.kind]) {
      case 'setUp':
      case 'repair':
      case 'startAnew':
        if ('by' in state && state.by === 'print') return go({ kind: 'print', key: secrets.drawKey(), isNew: true })
        return make()
      case 'recover':
        return state.kind === 'recover' ? recover(state.way) : undefined
      case 'cancel':
        return verifications.close()
      // Its owner lets it in on another page; here it is looked whether that was done.
      case 'approve':
      case 'retry':
      case 'wait':
      case 'none':
        return check()
    }
  }

  return { run, recover, act }
}

/** Whether what was typed is the end of a key; gaps do not count. Letters do: the key tells large from small. */
function isEndingOf(key: string, ending: string): boolean {
  const typed = ending.replaceAll(/\s/g, '')
  return typed.length === ENDING_CHARS && key.replaceAll(/\s/g, '').endsWith(typed)
}
