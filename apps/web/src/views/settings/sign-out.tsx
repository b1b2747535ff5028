// Signing out, which loses nothing and says so.
import { Button, Notice, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { paths } from '../../paths.ts'
import { useApp, useLive } from '../app-context.tsx'

/** Looks for what would be lost, then signs out. */
export function SignOutSection(): ReactNode {
  const { model, words } = useApp()
  const { signingOut, keys } = model.account
  const standing = useLive(signingOut.state)
  const { state } = useLive(keys.state)
  // What was put right meanwhile is seen at once.
  useEffect(() => void signingOut.weigh(), [signingOut, state.kind])
  const leave = (evenIfLost: boolean): void => void signingOut.leave(evenIfLost).then(() => location.assign(paths.home()))
  switch (standing.kind) {
    case 'idle':
    case 'weighing':
      return <Waiting label={words.say('signOut.weighing')} />
    case 'leaving':
      return <Waiting label={words.say('signOut.leaving')} />
    case 'safe':
      return (
        <>
          <Notice tone="good">
            <p>{words.say('signOut.safe')}</p>
          </Notice>
          <div>
            <Button kind="main" onPress={() => leave(false)}>
              {words.say('signOut.act')}
            </Button>
          </div>
        </>
      )
    case 'unsafe':
      return (
        <>
          <Notice tone="warn">
            {standing.mend ? <p>{words.say('signOut.mend')}</p> : null}
            {standing.unsent > 0 ? <p>{words.say('signOut.unsent', { count: standing.unsent })}</p> : null}
            {standing.unsaved > 0 && !standing.mend ? <p>{words.say('signOut.unsaved')}</p> : null}
          </Notice>
          <div className="row">
            <Button kind="main" onPress={standing.mend ? keys.open : () => void signingOut.weigh()}>
              {words.say(standing.mend ? 'signOut.mendAct' : 'signOut.again')}
            </Button>
            <Button kind="danger" onPress={() => leave(true)}>
              {words.say('signOut.anyway')}
            </Button>
          </div>
        </>
      )
  }
}
