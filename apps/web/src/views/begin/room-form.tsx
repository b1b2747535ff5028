// A new room: private, private with externals, or open to an organisation.
import { Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { FoundPerson } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { AudienceField, useOwnOrganisation } from '../audience-field.tsx'
import type { Audience } from '../audience-field.tsx'
import { PeoplePicker } from '../people-picker.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'
import type { BeginProps } from './begin-props.ts'

const KINDS = ['private', 'externals', 'open'] as const

/** The form. What a choice means for good stands beside it. */
export function RoomForm({ onDone, onClose }: BeginProps): ReactNode {
  const { model, words } = useApp()
  const [kind, setKind] = useState<(typeof KINDS)[number]>('private')
  const [name, setName] = useState('')
  const [topic, setTopic] = useState('')
  const [invite, setInvite] = useState<readonly FoundPerson[]>([])
  const own = useOwnOrganisation()?.organisation
  /** Undefined until somebody chooses: for one's own organisation, where there is one. */
  const [chosen, setChosen] = useState<{ audience: Audience }>()
  const audience = chosen === undefined ? (own === undefined ? undefined : [own.id]) : chosen.audience
  const { isBusy, problem, run } = useAsking()
  const create = (): void => {
    if (name.trim() === '') return
    void run(async () => onDone(await model.actions.create({ kind, name: name.trim(), topic: topic.trim(), invite: invite.map(({ userId }) => userId), mayAsk: true, ...(kind === 'open' ? { audience } : {}) })))
  }
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        create()
      }}
    >
      <TextField label={words.say('begin.name')} name="name" value={name} onChange={setName} maxLength={120} isRequired />
      <TextField label={words.say('begin.topic')} name="topic" value={topic} onChange={setTopic} maxLength={300} />
      <fieldset className="begin-choices">
        <legend>{words.say('begin.whoComes')}</legend>
        {KINDS.map((each) => (
          <label key={each} className="begin-choice">
            <input type="radio" name="kind" checked={kind === each} onChange={() => setKind(each)} />
            <span>
              <strong>{words.say(`begin.kind.${each}`)}</strong>
              <span className="soft">{words.say(`begin.kind.${each}Help`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {kind === 'open' && own !== undefined ? <AudienceField own={own} value={audience} onChange={(next) => setChosen({ audience: next })} /> : null}
      <PeoplePicker
        label={words.say('begin.invite')}
        chosen={invite}
        onChange={setInvite}
        offBecause={(person) => (person.kind === 'external' && kind !== 'externals' ? words.say('begin.noExternals') : undefined)}
      />
      <Problem problem={problem} />
      <div className="row row-end">
        <Button onPress={onClose}>{words.say('app.cancel')}</Button>
        <Button kind="main" type="submit" isBusy={isBusy}>
          {words.say('begin.create')}
        </Button>
      </div>
    </form>
  )
}
