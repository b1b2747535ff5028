// The other way of making the keys: for who has a passkey a printed key, for who has none a passkey to be added first.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { paths } from '../../paths.ts'
import type { MakingWay } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'

/** The way beside the one that is offered first. */
export function OtherWay({ by }: { by: MakingWay }): ReactNode {
  const { model, words } = useApp()
  if (by === 'passkey') {
    return (
      <Button kind="plain" onPress={() => void model.account.keys.choose('print')}>
        {words.say('keys.usePrint')}
      </Button>
    )
  }
  return (
    <a className="button button-plain" href={paths.account()} target="_blank" rel="noreferrer">
      {words.say('keys.usePasskey')}
    </a>
  )
}
