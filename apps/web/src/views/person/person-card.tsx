// Somebody: who they are for certain, and what one does about them.
import './person-card.css'
import { personNameOf } from '@chappe/policy'
import { Ask, Badge, Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../../paths.ts'
import type { PersonCard } from '../../viewmodels/person-card.ts'
import { useApp } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'
import { wordPerson } from '../word-person.ts'

/** The card. */
export function PersonCardView({ card }: { card: PersonCard }): ReactNode {
  const { model, words } = useApp()
  const { person, known, status, isMe, isIgnored } = card
  const { isBusy, problem, run } = useAsking()
  const name = known?.organisation ? personNameOf(person.name) : wordPerson(person, words.say)
  const write = (): void => {
    void run(async () => {
      const roomId = await model.person.openTalk()
      model.person.close()
      navigate(paths.room(roomId))
    })
  }
  const report = (): void => {
    model.person.close()
    model.report.open({ kind: 'person', userId: person.userId, name })
  }
  return (
    <Ask title={isMe ? words.say('details.you', { name }) : name} isOpen onClose={model.person.close}>
      <div className="person-card">
        <Avatar id={person.userId} name={name} url={person.avatarUrl} />
        <div className="person-card-facts">
          {known === undefined || known.organisation === '' ? null : <p>{known.organisation}</p>}
          {status === '' ? null : <p className="person-card-status" dir="auto">{status}</p>}
          {person.isServer === true ? <p>{words.say('people.serverWhat')}</p> : null}
          {known === undefined || known.kind === 'agent' ? null : (
            <p>
              <Badge tone="warn">{words.say(`people.kind.${known.kind}`)}</Badge>
            </p>
          )}
          <p className="fixed soft">{person.userId}</p>
        </div>
      </div>
      {isIgnored ? <p className="soft">{words.say('person.ignored')}</p> : null}
      <Problem problem={problem} />
      {isMe || person.isServer === true ? null : (
        <div className="person-card-acts">
          <Button kind="main" isBusy={isBusy} onPress={write}>
            {words.say('details.talk')}
          </Button>
          <div className="person-card-others">
            <Button kind="plain" isBusy={isBusy} onPress={() => void run(() => model.person.setIgnored(!isIgnored))}>
              {words.say(isIgnored ? 'person.unignore' : 'person.ignore')}
            </Button>
            <Button kind="plain" onPress={report}>
              {words.say('report.person', { name })}
            </Button>
          </div>
        </div>
      )}
      <div className="row row-end">
        <Button onPress={model.person.close}>{words.say('report.close')}</Button>
      </div>
    </Ask>
  )
}
