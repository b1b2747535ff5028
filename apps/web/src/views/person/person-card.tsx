// Somebody: who they are for certain, and what one does about them.
import './person-card.css'
import type { Job as PersonJob } from '@chappe/policy'
import { personNameOf } from '@chappe/policy'
import { Ask, Badge, Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../../paths.ts'
import type { CommonRoom, PersonCard } from '../../viewmodels/person/person-card.ts'
import { useApp } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'
import { Icon } from '../icon.tsx'
import type { Reach } from '../../viewmodels/person/reach.ts'
import { reachOf } from '../../viewmodels/person/reach.ts'
import { NOTHING_KNOWN } from '../../viewmodels/types.ts'
import { wordPerson } from '../word-person.ts'
import { wordReach } from './reach-line.tsx'

/** That somebody is not at work now, and what they say to whoever looks for them. */
function Unreachable({ reach }: { reach: Reach }): ReactNode {
  const { words } = useApp()
  const said = wordReach(reach, words)
  if (said === '') return null
  return (
    <div className="person-card-reach">
      <Icon name="clock" />
      <p>
        {said}
        {reach.away === undefined || reach.away.text === '' ? null : (
          <span className="person-card-reach-text" dir="auto">
            {reach.away.text}
          </span>
        )}
      </p>
    </div>
  )
}

const COMMON_SHOWN = 3

/** The rooms that one shares with them, each a press away. */
function Common({ rooms }: { rooms: readonly CommonRoom[] }): ReactNode {
  const { model, words } = useApp()
  const [isAll, setIsAll] = useState(false)
  if (rooms.length === 0) return null
  return (
    <section className="person-card-common" aria-labelledby="person-common">
      <h3 id="person-common">{words.say('person.common', { count: rooms.length })}</h3>
      <ul>
        {(isAll ? rooms : rooms.slice(0, COMMON_SHOWN)).map(({ roomId, name }) => (
          <li key={roomId}>
            <a href={paths.room(roomId)} dir="auto" onClick={model.person.close}>
              {name}
            </a>
          </li>
        ))}
      </ul>
      {isAll || rooms.length <= COMMON_SHOWN ? null : (
        <Button kind="plain" onPress={() => setIsAll(true)}>
          {words.say('person.commonAll')}
        </Button>
      )}
    </section>
  )
}

/** Where their office is, and how it is called. */
function Office({ job: { phone, place } }: { job: PersonJob }): ReactNode {
  const { words } = useApp()
  if (phone === '' && place === '') return null
  return (
    <dl className="person-card-office">
      {phone === '' ? null : (
        <div>
          <dt>{words.say('person.phone')}</dt>
          <dd>
            <a href={`tel:${phone.replaceAll(/[^0-9+]/g, '')}`} dir="ltr">
              {phone}
            </a>
          </dd>
        </div>
      )}
      {place === '' ? null : (
        <div>
          <dt>{words.say('person.place')}</dt>
          <dd dir="auto">{place}</dd>
        </div>
      )}
    </dl>
  )
}

/** Who they are: what they do and for whom, what they say, and the id. */
function Facts({ card: { person, known, about }, status }: { card: PersonCard; status: string }): ReactNode {
  const { words } = useApp()
  const { title, service } = (about ?? NOTHING_KNOWN).job
  return (
    <div className="person-card-facts">
      {title === '' ? null : <p className="person-card-title">{title}</p>}
      {service === '' ? null : <p>{service}</p>}
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
  )
}

/** The card. */
export function PersonCardView({ card }: { card: PersonCard }): ReactNode {
  const { model, words } = useApp()
  const { person, known, about, isMe, isIgnored } = card
  const { isBusy, problem, run } = useAsking()
  const reach = reachOf(about ?? NOTHING_KNOWN, Date.now())
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
        <Facts card={card} status={reach.status} />
      </div>
      <Unreachable reach={reach} />
      <Office job={(about ?? NOTHING_KNOWN).job} />
      <Common rooms={card.common ?? []} />
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
