// The people of a room: what each is to it and whose they are, who asks to come in, and what one may do with them.
import { personNameOf } from '@chappe/policy'
import { Badge, Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { navigate } from 'wouter/use-browser-location'
import { paths } from '../../paths.ts'
import { fold } from '../../viewmodels/matching.ts'
import type { DetailsPerson } from '../../viewmodels/rooms/room-details.ts'
import { detailsPeople, LEVELS, powersOver } from '../../viewmodels/rooms/room-details.ts'
import type { OwnPowers, RoomMember, RoomPeople, RoomStandings, RoomSummary } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { Icon } from '../icon.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'
import type { Deed } from './moderate.tsx'
import { Moderate } from './moderate.tsx'
import { AwayMark } from '../person/reach-line.tsx'
import { wordJob } from '../word-person.ts'

const PAGE = 50
const SEARCH_FROM = 12

/** The people. */
export function Members({ room, people, standings }: { room: RoomSummary; people: RoomPeople; standings: RoomStandings | undefined }): ReactNode {
  const { words } = useApp()
  const [term, setTerm] = useState('')
  const [shown, setShown] = useState(PAGE)
  const [deed, setDeed] = useState<Deed>()
  const all = detailsPeople(people, standings)
  const wanted = fold(term)
  const found = wanted === '' ? all : all.filter(({ member, ...job }) => fold(`${member.name} ${wordJob(job)}`).includes(wanted))
  const waiting = people.members.filter(({ membership }) => membership === 'knock')
  return (
    <section className="details-part" aria-labelledby="details-people">
      {waiting.length > 0 && people.mine.mayInvite ? <Requests roomId={room.roomId} waiting={waiting} /> : null}
      <h3 id="details-people">{words.say('details.people', { count: people.count })}</h3>
      {standings === undefined || standings.organisations.length < 2 ? null : (
        <p className="soft details-small">{standings.organisations.map(({ name, people: count }) => words.say('details.ofOrganisation', { name, count })).join(' · ')}</p>
      )}
      {all.length > SEARCH_FROM ? <TextField label={words.say('details.searchPeople')} name="people" type="search" value={term} onChange={setTerm} /> : null}
      <ul className="details-people">
        {found.slice(0, shown).map((person) => (
          <MemberLine key={person.member.userId} person={person} mine={people.mine} onDeed={setDeed} />
        ))}
      </ul>
      {found.length > shown ? <Button onPress={() => setShown(shown + PAGE)}>{words.say('explore.more')}</Button> : null}
      {deed === undefined ? null : <Moderate room={room} deed={deed} onClose={() => setDeed(undefined)} />}
    </section>
  )
}

function MemberLine({ person, mine, onDeed }: { person: DetailsPerson; mine: OwnPowers; onDeed: (deed: Deed) => void }): ReactNode {
  const { model, words } = useApp()
  const { member, role, kind, organisation } = person
  const isMe = member.userId === model.userId
  const { roles, mayRemove, mayBan } = powersOver({ mine, me: model.userId }, person)
  const name = organisation === '' ? member.name : personNameOf(member.name)
  return (
    <li className="details-person">
      <Avatar id={member.userId} name={member.name} url={member.avatarUrl} />
      <span className="person-text">
        <span className="person-line">
          <span className="person-name">{isMe ? words.say('details.you', { name }) : name}</span>
          <AwayMark untilMs={person.awayUntilMs} />
        </span>
        <span className="person-whose soft">
          {[wordJob(person), role === 'member' ? '' : words.say(`details.role.${role}`), member.membership === 'invite' ? words.say('details.invited') : ''].filter((each) => each !== '').join(' · ')}
        </span>
      </span>
      {kind === 'external' || kind === 'service' ? <Badge tone="warn">{words.say(`people.kind.${kind}`)}</Badge> : null}
      {isMe && roles.length === 0 ? null : (
        <MenuTrigger>
          <AriaButton className="tool" aria-label={words.say('details.personMenu', { name: member.name })}>
            <Icon name="more" />
          </AriaButton>
          <Popover placement="bottom end">
            <Menu className="menu" aria-label={words.say('details.personMenu', { name: member.name })}>
              {isMe ? null : (
                <MenuItem onAction={() => void model.openTalk(member.userId).then((roomId) => navigate(paths.room(roomId)), () => undefined)}>{words.say('details.talk')}</MenuItem>
              )}
              <MenuItem onAction={() => model.person.open(member)}>{words.say('person.about', { name })}</MenuItem>
              {roles.map((each) => (
                <MenuItem key={each} onAction={() => onDeed({ kind: 'level', person, level: LEVELS[each], role: each })}>
                  {words.say(`details.make.${each}`)}
                </MenuItem>
              ))}
              {mayRemove ? (
                <MenuItem className="menu-bad" onAction={() => onDeed({ kind: 'remove', person })}>
                  {words.say('details.remove')}
                </MenuItem>
              ) : null}
              {mayBan ? (
                <MenuItem className="menu-bad" onAction={() => onDeed({ kind: 'ban', person })}>
                  {words.say('details.ban')}
                </MenuItem>
              ) : null}
            </Menu>
          </Popover>
        </MenuTrigger>
      )}
    </li>
  )
}

/** Who asks to be let in. */
function Requests({ roomId, waiting }: { roomId: string; waiting: readonly RoomMember[] }): ReactNode {
  const { model, words } = useApp()
  const { isBusy, problem, run } = useAsking()
  return (
    <div className="details-requests">
      <h3>{words.say('details.requests')}</h3>
      <ul className="details-people">
        {waiting.map(({ userId, name, reason }) => (
          <li key={userId} className="details-request">
            <span>{reason === '' ? words.say('inbox.request', { name }) : words.say('inbox.requestWhy', { name, reason })}</span>
            <span className="row">
              <Button kind="main" isBusy={isBusy} onPress={() => void run(() => model.actions.invite(roomId, userId))}>
                {words.say('inbox.letIn')}
              </Button>
              <Button isBusy={isBusy} onPress={() => void run(() => model.actions.remove(roomId, userId, ''))}>
                {words.say('talk.decline')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      <Problem problem={problem} />
    </div>
  )
}
