// What is not looked at each day is loaded when it is looked at; the browser has it by then (service-worker/shell.ts).
import { Waiting } from '@chappe/ui'
import type { ComponentType, ReactNode } from 'react'
import { lazy, Suspense } from 'react'
import { useApp } from '../app-context.tsx'

/** Something that is loaded when it is drawn. */
export function loadedLater<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const View = lazy<ComponentType<Props>>(async () => ({ default: await load().catch(() => Unreached) }))
  return function LoadedLater(props: Props): ReactNode {
    const { words } = useApp()
    return (
      <Suspense fallback={<Waiting label={words.say('app.loading')} />}>
        <View {...props} />
      </Suspense>
    )
  }
}

function Unreached(): ReactNode {
  const { words } = useApp()
  return <p className="nothing soft">{words.say('app.notReached')}</p>
}
