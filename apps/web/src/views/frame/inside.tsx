// What is behind the sign-in. Loaded when somebody is signed in, so that the way in stays light.
import type { ReactNode } from 'react'
import { MessengerFrame } from './frame.tsx'
import { KeysGate } from '../keys/gate.tsx'

/** The messenger, behind what its keys ask for first. */
export function Inside(): ReactNode {
  return (
    <KeysGate>
      <MessengerFrame />
    </KeysGate>
  )
}
