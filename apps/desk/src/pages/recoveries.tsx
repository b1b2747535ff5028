// Whoever has lost every passkey, and the two people it takes to let them in again.
import type { ResponseOf } from '@chappe/contract'
import { agreeDeskRecovery, askDeskRecovery, listRecoveries } from '@chappe/contract'
import { Button, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { Answer, Page } from '../page.tsx'
import { paths } from '../paths.ts'
import { Secret } from '../secret.tsx'
import { useAnswer } from '../use-answer.ts'

type Recovery = ResponseOf<typeof listRecoveries>['recoveries'][number]
type Act = { kind: 'ask' } | { kind: 'agree'; recovery: Recovery }

/** The page. */
export function RecoveriesPage(): ReactNode {
  const { words, ask } = useDesk()
  const [act, setAct] = useState<Act | undefined>(undefined)
  const asked = useAnswer('recoveries', () => ask(listRecoveries, { params: {} }))
  const close = (): void => {
    setAct(undefined)
    asked.askAgain()
  }
  return (
    <Page title={words.say('place.recoveries')} acts={<Button onPress={() => setAct({ kind: 'ask' })}>{words.say('recoveries.ask')}</Button>}>
      <p className="soft">{words.say('recoveries.why')}</p>
      <Answer asked={asked}>
        {({ recoveries }) =>
          recoveries.length === 0 ? (
            <p className="card soft">{words.say('recoveries.none')}</p>
          ) : (
            <ul className="cards">
              {recoveries.map((recovery) => (
                <RecoveryCard key={recovery.recovery_id} recovery={recovery} onAgree={() => setAct({ kind: 'agree', recovery })} />
              ))}
            </ul>
          )
        }
      </Answer>
      {act?.kind === 'ask' ? <AskForm onClose={close} /> : null}
      {act?.kind === 'agree' ? <AgreeForm recovery={act.recovery} onClose={close} /> : null}
    </Page>
  )
}

function RecoveryCard({ recovery, onAgree }: { recovery: Recovery; onAgree: () => void }): ReactNode {
  const { words } = useDesk()
  return (
    <li className="card stack">
      <h2 className="fixed">
        <a href={paths.account(recovery.user_id)}>{recovery.user_id}</a>
      </h2>
      <dl className="facts">
        <dt>{words.say('recoveries.asked')}</dt>
        <dd>
          <span className="fixed">{recovery.asked_by}</span>, {words.say('recoveries.as', { role: words.say(`role.${recovery.asked_as}`) })}, {words.moment(recovery.asked_at_ms)}
        </dd>
        <dt>{words.say('recoveries.how')}</dt>
        <dd>{recovery.reason}</dd>
        <dt>{words.say('recoveries.until')}</dt>
        <dd>{words.moment(recovery.expires_at_ms)}</dd>
      </dl>
      <div className="row">
        {recovery.may_agree ? (
          <Button kind="main" onPress={onAgree}>
            {words.say('recoveries.agree', { user: recovery.user_id })}
          </Button>
        ) : (
          <span className="soft">{words.say('recoveries.other')}</span>
        )}
      </div>
    </li>
  )
}

function AskForm({ onClose }: { onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  const [userId, setUserId] = useState('')
  return (
    <ActForm
      title={words.say('recoveries.ask')}
      explanation={words.say('recoveries.askWhy')}
      button={words.say('recoveries.ask')}
      fields={<TextField label={words.say('recoveries.user')} help={words.say('recoveries.userHelp')} name="user" value={userId} onChange={setUserId} isRequired maxLength={255} />}
      onClose={onClose}
      act={async (reason) => {
        await ask(askDeskRecovery, { params: { userId: userId.trim() }, body: reason })
      }}
    />
  )
}

function AgreeForm({ recovery, onClose }: { recovery: Recovery; onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  return (
    <ActForm
      title={words.say('recoveries.agree', { user: recovery.user_id })}
      explanation={words.say('recoveries.agreeWhy')}
      button={words.say('recoveries.agreeDo')}
      onClose={onClose}
      act={async (reason) => {
        const made = await ask(agreeDeskRecovery, { params: { recoveryId: recovery.recovery_id }, body: reason })
        return (
          <Notice tone="good">
            <p>{words.say('recoveries.made', { user: made.user_id, moment: words.moment(made.good_from_ms) })}</p>
            <Secret value={made.enrolment_url} />
          </Notice>
        )
      }}
    />
  )
}
