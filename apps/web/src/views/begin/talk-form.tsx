// A talk with one person.
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { FoundPerson } from '../../viewmodels/types.ts'
import { useApp } from '../app-context.tsx'
import { PeoplePicker, PersonLine } from '../people-picker.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'
import type { BeginProps } from './begin-props.ts'

/** Finds somebody; a press begins the talk, or opens the one there is. */
export function TalkForm({ onDone, onClose }: BeginProps): ReactNode {
  const { model, words } = useApp()
  const [chosen, setChosen] = useState<readonly FoundPerson[]>([])
  const { isBusy, problem, run } = useAsking()
  const [person] = chosen
  const begin = (): void => {
    if (person === undefined) return
    void run(async () => onDone(await model.openTalk(person.userId)))
  }
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        begin()
      }}
    >
      <p className="soft">{words.say('begin.talkHelp')}</p>
      {person === undefined ? (
        <PeoplePicker label={words.say('begin.with')} chosen={[]} onChange={setChosen} isSingle />
      ) : (
        <div className="picker-person">
          <PersonLine person={person} />
          <Button kind="plain" onPress={() => setChosen([])}>
            {words.say('begin.another')}
          </Button>
        </div>
      )}
      <Problem problem={problem} />
      <div className="row row-end">
        <Button onPress={onClose}>{words.say('app.cancel')}</Button>
        <Button kind="main" type="submit" isBusy={isBusy}>
          {words.say('begin.go')}
        </Button>
      </div>
    </form>
  )
}
