// One's own status, above everything else. What draws it is loaded when it is asked for.
import type { ReactNode } from 'react'
import { lazy, Suspense } from 'react'
import { useLive } from '../app-context.tsx'
import { isOwnStatusShown } from './own-status-shown.ts'

const Panel = lazy(async () => ({ default: (await import('./own-status.tsx')).OwnStatus }))

/** The panel; nothing until it is asked for. */
export function OwnStatusOverlay(): ReactNode {
  if (!useLive(isOwnStatusShown)) return null
  return (
    <Suspense>
      <Panel />
    </Suspense>
  )
}
