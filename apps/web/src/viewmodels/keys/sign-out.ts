// Signing out, which loses nothing: what would be lost is looked for first, and where there is something, the one thing that
// saves it is offered.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../../live.ts'
import type { Losses } from '../../session/keys/backlog.ts'
import type { KeyState } from '../../session/keys/key-state.ts'
import type { Keys } from '../../session/keys/keys.ts'

/** Where signing out stands. */
export type SignOutState =
  | { kind: 'idle' }
  | { kind: 'weighing' }
  /** Nothing is lost: every key is in the backup, and the backup opens again. */
  | { kind: 'safe' }
  /** `mend`: the keys are not in order, which is to be put right first. `unsent`, `unsaved`: what has not reached the server. */
  | { kind: 'unsafe'; mend: boolean; unsent: number; unsaved: number }
  | { kind: 'leaving' }

/** Signing out. */
export interface SignOutModel {
  state: Live<SignOutState>
  /** Looks for what would be lost. */
  weigh(): Promise<void>
  /** Signs out; where something would be lost, only if it was said that it may be. */
  leave(evenIfLost?: boolean): Promise<void>
}

/** What signing out is made over. */
export interface SignOutParts extends Pick<Keys, 'backlog' | 'state'> {
  /** How many files wait to be sent. */
  countFiles(): number
}

/** Makes the model. `signOut`: ends the session and forgets the account in this browser. */
export function createSignOut({ backlog, state: keyState, countFiles }: SignOutParts, signOut: () => Promise<void>): SignOutModel {
  const state = createStore<SignOutState>(() => ({ kind: 'idle' }))
  return {
    state,
    async weigh() {
      state.setState({ kind: 'weighing' }, true)
      // Before it is known how the keys stand, nothing can be said; whoever looks weighs again then.
      if (keyState.getState().kind === 'checking') return
      const losses = await backlog.weigh()
      state.setState(judge({ ...losses, unsent: losses.unsent + countFiles() }, keyState.getState().kind), true)
    },
    async leave(evenIfLost = false) {
      const { kind } = state.getState()
      if (kind !== 'safe' && !(kind === 'unsafe' && evenIfLost)) return
      state.setState({ kind: 'leaving' }, true)
      await signOut()
    },
  }
}

/** Whether it is safe. What is in the backup is lost all the same where nothing opens the backup again. */
function judge({ unsent, unsaved, isBackedUp }: Losses, keys: KeyState['kind']): SignOutState {
  const mend = keys === 'broken' || (unsaved > 0 && !isBackedUp)
  return mend || unsent > 0 || unsaved > 0 ? { kind: 'unsafe', mend, unsent, unsaved } : { kind: 'safe' }
}
