// What stands around the messenger for its keys: the first run before it, one line above it where something is to be done,
// and the cards in front of it. At most one of them asks for something at a time.
import './keys.css'
import type { ReactNode } from 'react'
import { lazy, Suspense } from 'react'
import { useApp, useLive } from '../app-context.tsx'
import { FirstRun } from './first-run.tsx'
import { KeyCard } from './key-card.tsx'
import { KeyStrip } from './key-strip.tsx'
import { NewDeviceCard } from './new-device-card.tsx'

const PairingCard = lazy(async () => ({ default: (await import('./pairing-card.tsx')).PairingCard }))
const VerificationCard = lazy(async () => ({ default: (await import('./verification-card.tsx')).VerificationCard }))

/** The messenger, behind what its keys ask for. */
export function KeysGate({ children }: { children: ReactNode }): ReactNode {
  const { account } = useApp().model
  const { state } = useLive(account.keys.state)
  const { device } = useLive(account.newDevice.state)
  const pairing = useLive(account.pairing.state)
  const verification = useLive(account.verification.state)
  const isPutOff = useLive(account.putOff.state)
  if (state.kind === 'setUp' && !isPutOff) return <FirstRun by={state.by} onLater={account.putOff.later} />
  const isComparing = verification !== undefined && verification.step.kind !== 'asked'
  return (
    <div className="gate" data-keys={state.kind}>
      <KeyStrip />
      {children}
      <Suspense fallback={null}>
        {isComparing ? <VerificationCard verification={verification} /> : pairing.kind !== 'none' ? <PairingCard view={pairing} /> : device === undefined ? <KeyCard /> : <NewDeviceCard device={device} />}
      </Suspense>
    </div>
  )
}
