// A space: rooms that belong together, for those who are in it.
import { Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { FoundPerson } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { PeoplePicker } from '../people-picker.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'
import type { BeginProps } from './begin-props.ts'

/** The form. */
export function SpaceForm({ onDone, onClose }: BeginProps): ReactNode {
  const { model, words } = useApp()
  const [name, setName] = useState('')
  const [invite, setInvite] = useState<readonly FoundPerson[]>([])
  const { isBusy, problem, run } = useAsking()
  const create = (): void => {
    if (name.trim() === '') return
    void run(async () => {
      const spaceId = await model.actions.create({ kind: 'space', name: name.trim(), topic: '', invite: invite.map(({ userId }) => userId) })
      model.roomList.setSpace(spaceId)
      onDone(spaceId)
    })
  }
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        create()
      }}
    >
      <p className="soft">{words.say('begin.spaceHelp')}</p>
      <TextField label={words.say('begin.name')} name="name" value={name} onChange={setName} maxLength={120} isRequired />
      <PeoplePicker label={words.say('begin.invite')} chosen={invite} onChange={setInvite} />
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
