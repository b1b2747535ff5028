// Somebody who is looked at, above everything else. What draws them is loaded when somebody is.
import type { ReactNode } from 'react'
import { lazy, Suspense } from 'react'
import { useApp, useLive } from '../app-context.tsx'

const Card = lazy(async () => ({ default: (await import('./person-card.tsx')).PersonCardView }))

/** The card; nothing while nobody is looked at. */
export function PersonOverlay(): ReactNode {
  const { model } = useApp()
  const card = useLive(model.person.state)
  if (card === undefined) return null
  return (
    <Suspense>
      <Card card={card} />
    </Suspense>
  )
}
