// Shows announcements when there are any; what draws them is loaded then.
import type { ReactNode } from 'react'
import { lazy, Suspense } from 'react'
import { useApp, useLive } from '../app-context.tsx'

const AnnouncementCards = lazy(async () => ({ default: (await import('./announcement-cards.tsx')).AnnouncementCards }))

/** The cards; nothing where nothing was announced. */
export function AnnouncementWatch(): ReactNode {
  const { model } = useApp()
  const state = useLive(model.announcements.state)
  if (state.front === undefined && state.beside.length === 0) return null
  return (
    <Suspense fallback={null}>
      <AnnouncementCards cards={state} />
    </Suspense>
  )
}
