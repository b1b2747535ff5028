// What others see of one, and whom one does not want to hear.
import { Button, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { Switch } from '../alerts/switch.tsx'
import { useApp, useLive } from '../app-context.tsx'

/** Receipts, typing, ignored people. */
export function PrivacySection(): ReactNode {
  const { model, words } = useApp()
  const { privacy } = model.account
  const { showsRead, showsTyping, ignored } = useLive(privacy.state)
  const [isFailed, setIsFailed] = useState(false)
  const save = (work: Promise<void>): void =>
    void work.then(
      () => setIsFailed(false),
      () => setIsFailed(true),
    )
  return (
    <>
      <div>
        <Switch label={words.say('privacy.showsRead')} isOn={showsRead} onChange={(isOn) => save(privacy.set({ showsRead: isOn }))} />
        <Switch label={words.say('privacy.showsTyping')} isOn={showsTyping} onChange={(isOn) => save(privacy.set({ showsTyping: isOn }))} />
      </div>
      {isFailed ? (
        <Notice tone="bad">
          <p>{words.say('privacy.failed')}</p>
        </Notice>
      ) : null}
      <section className="stack-tight" aria-labelledby="ignored">
        <h2 id="ignored">{words.say('privacy.ignored')}</h2>
        {ignored.length === 0 ? <p className="soft">{words.say('privacy.ignoredNone')}</p> : null}
        <ul className="devices">
          {ignored.map((userId) => (
            <li key={userId} className="device">
              <span className="grow fixed">{userId}</span>
              <Button onPress={() => save(privacy.unignore(userId))}>{words.say('privacy.unignore', { name: userId })}</Button>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
