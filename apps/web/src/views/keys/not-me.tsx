// "It wasn't me": folded away, since it stops everything.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useApp } from '../app-context.tsx'

/** The fold with the button. */
export function NotMe({ onPress }: { onPress: () => void }): ReactNode {
  const { words } = useApp()
  return (
    <details>
      <summary>{words.say('newDevice.notMe')}</summary>
      <div className="stack-tight">
        <p>{words.say('newDevice.notMeWhat')}</p>
        <Button kind="danger" onPress={onPress}>
          {words.say('newDevice.notMeAct')}
        </Button>
      </div>
    </details>
  )
}
