// The account ends soon: when, and what to do about it.
import './report.css'
import { Button, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useApp, useLive } from '../app-context.tsx'

/** The banner; nothing while the end is far. */
export function ValidityBanner(): ReactNode {
  const { model, words } = useApp()
  const ending = useLive(model.validity.state)
  if (ending === undefined) return null
  const { untilMs, isNear, isRenewable, mail } = ending
  return (
    <Notice tone={isNear ? 'warn' : 'plain'}>
      <div className="validity">
        <p>{words.say('validity.ends', { date: words.day(untilMs) })}</p>
        {mail === 'sent' ? <p>{words.say('validity.sent')}</p> : null}
        {mail === 'failed' ? <p>{words.say('validity.failed')}</p> : null}
        {isRenewable ? null : <p>{words.say('validity.sponsor')}</p>}
        {isRenewable && mail !== 'sent' ? (
          <Button isBusy={mail === 'sending'} onPress={() => void model.validity.renew()}>
            {words.say('validity.renew')}
          </Button>
        ) : null}
      </div>
    </Notice>
  )
}
