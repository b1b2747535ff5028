// A forum: an open room for all agents, which says whose it is, who answers for it, what it is for and when that is looked
// at again.
import { Button, Notice, TextField, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { FoundPerson } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { AudienceField, useOwnOrganisation } from '../audience-field.tsx'
import type { Audience } from '../audience-field.tsx'
import { PeoplePicker } from '../people-picker.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'
import type { BeginProps } from './begin-props.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const REVIEW_DAYS = 150
const REVIEW_DAYS_MAX = 180

/** The form. */
export function ForumForm({ onDone, onClose }: BeginProps): ReactNode {
  const { model, words } = useApp()
  const standing = useOwnOrganisation()
  const [audience, setAudience] = useState<Audience>()
  const [name, setName] = useState('')
  const [purpose, setPurpose] = useState('')
  const [owners, setOwners] = useState<readonly FoundPerson[]>([])
  const [review, setReview] = useState(() => dayText(Date.now() + REVIEW_DAYS * DAY_MS))
  const { isBusy, problem, run } = useAsking()
  if (standing === undefined) return <Waiting label={words.say('app.loading')} />
  const { organisation } = standing
  const create = (): void => {
    if (name.trim() === '' || organisation === undefined) return
    const forum = { organisationId: organisation.id, owners: owners.map(({ userId }) => userId), purpose: purpose.trim(), reviewAtMs: Date.parse(review) }
    void run(async () => onDone(await model.actions.create({ kind: 'forum', name: name.trim(), topic: purpose.trim(), invite: forum.owners, forum, audience })))
  }
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        create()
      }}
    >
      <Notice tone="warn">
        <p>{words.say('begin.forumHelp')}</p>
      </Notice>
      <p>{organisation === undefined ? words.say('begin.noOrganisation') : words.say('begin.forumOf', { organisation: organisation.name })}</p>
      <TextField label={words.say('begin.name')} name="name" value={name} onChange={setName} maxLength={120} isRequired />
      <TextField label={words.say('begin.purpose')} help={words.say('begin.purposeHelp')} name="purpose" value={purpose} onChange={setPurpose} maxLength={500} isLong isRequired />
      {organisation === undefined ? null : <AudienceField own={organisation} value={audience} onChange={setAudience} />}
      <PeoplePicker
        label={words.say('begin.owners')}
        chosen={owners}
        onChange={setOwners}
        offBecause={(person) => (person.kind === 'agent' ? undefined : words.say('begin.ownersAreAgents'))}
      />
      <TextField label={words.say('begin.review')} help={words.say('begin.reviewHelp', { days: REVIEW_DAYS_MAX })} name="review" type="date" value={review} onChange={setReview} isRequired />
      <Problem problem={problem} />
      <div className="row row-end">
        <Button onPress={onClose}>{words.say('app.cancel')}</Button>
        <Button kind="main" type="submit" isBusy={isBusy} offBecause={organisation === undefined ? words.say('begin.noOrganisation') : undefined}>
          {words.say('begin.create')}
        </Button>
      </div>
    </form>
  )
}

function dayText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
