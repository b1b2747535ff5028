// Inviting somebody from outside who has no account: by mail, and by name into the room once they have one.
import { Button, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useCallback, useEffect, useState } from 'react'
import type { MailInvitation } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'

/** The form, and whom one has invited that way. */
export function ByMail({ roomId }: { roomId: string }): ReactNode {
  const { model, words } = useApp()
  const [isOpen, setIsOpen] = useState(false)
  const [address, setAddress] = useState('')
  const [sentTo, setSentTo] = useState<string>()
  const [waiting, setWaiting] = useState<readonly MailInvitation[]>([])
  const { isBusy, problem, run } = useAsking()
  const load = useCallback(async () => setWaiting(await model.directory.listMailInvitations(roomId)), [model, roomId])
  useEffect(() => {
    load().catch(() => undefined)
  }, [load])
  const send = (): void => {
    const to = address.trim()
    if (to === '') return
    setSentTo(undefined)
    void run(() => model.directory.inviteByMail(to, roomId)).then((isDone) => {
      if (!isDone) return
      setSentTo(to)
      setAddress('')
      load().catch(() => undefined)
    })
  }
  return (
    // Whom one has invited that way is seen without looking for it.
    <details className="details-more" open={isOpen || waiting.length > 0} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{words.say('details.byMail')}</summary>
      <form
        className="stack-tight"
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <TextField label={words.say('details.byMailAddress')} help={words.say('details.byMailHelp')} name="address" type="email" value={address} onChange={setAddress} maxLength={254} />
        {sentTo === undefined ? null : (
          <Notice tone="good">
            <p>{words.say('details.mailSent', { address: sentTo })}</p>
          </Notice>
        )}
        <Problem problem={problem} />
        <div>
          <Button type="submit" isBusy={isBusy}>
            {words.say('details.sendMail')}
          </Button>
        </div>
        {waiting.length === 0 ? null : <Waiting waiting={waiting} onChanged={() => void load().catch(() => undefined)} />}
      </form>
    </details>
  )
}

function Waiting({ waiting, onChanged }: { waiting: readonly MailInvitation[]; onChanged: () => void }): ReactNode {
  const { model, words } = useApp()
  const { problem, run } = useAsking()
  const takeBack = (invitationId: string): void => {
    void run(() => model.directory.revokeMailInvitation(invitationId)).then(onChanged)
  }
  return (
    <>
      <h3 className="details-waiting">{words.say('details.mailWaiting')}</h3>
      <Problem problem={problem} />
      <ul className="details-links">
        {waiting.map(({ invitationId, address, expiresAtMs }) => (
          <li key={invitationId} className="row">
            <span className="grow details-address">
              {address} <span className="soft">{words.say('details.mailUntil', { day: words.day(expiresAtMs) })}</span>
            </span>
            <Button kind="plain" name={words.say('details.mailTakeBackNamed', { address })} onPress={() => takeBack(invitationId)}>
              {words.say('details.mailTakeBack')}
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}
