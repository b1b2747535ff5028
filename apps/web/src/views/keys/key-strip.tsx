// One line above the messenger where the keys are not in order: what it means for the person, and the one thing to do.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useApp, useLive } from '../app-context.tsx'

/** The line; nothing where all is well, or nothing can be done. */
export function KeyStrip(): ReactNode {
  const { model, words } = useApp()
  const { keys } = model.account
  const { state } = useLive(keys.state)
  if (state.kind === 'ready' || state.kind === 'checking' || state.kind === 'offline') return null
  return (
    <div className="key-strip" role="status">
      <p>{words.say('by' in state && state.kind !== 'lost' && state.by === 'print' ? `keys.${state.kind}.line.print` : `keys.${state.kind}.line`)}</p>
      <Button onPress={keys.open}>{words.say(`keys.${state.kind}.look`)}</Button>
    </div>
  )
}
