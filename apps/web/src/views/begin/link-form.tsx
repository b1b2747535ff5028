// Coming in by a link that somebody gave.
import { Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { joinTokenOf } from '../../paths.ts'
import { useApp } from '../app-context.tsx'
import { Problem, useAsking } from '../frame/problem.tsx'
import type { BeginProps } from './begin-props.ts'

/** The form: the link as it was received. */
export function LinkForm({ onDone, onClose }: BeginProps): ReactNode {
  const { model, words } = useApp()
  const [link, setLink] = useState('')
  const { isBusy, problem, run } = useAsking()
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        void run(async () => onDone(await model.directory.redeemLink(joinTokenOf(link))))
      }}
    >
      <TextField label={words.say('begin.linkText')} help={words.say('begin.linkHelp')} name="link" value={link} onChange={setLink} maxLength={500} isRequired />
      <Problem problem={problem} />
      <div className="row row-end">
        <Button onPress={onClose}>{words.say('app.cancel')}</Button>
        <Button kind="main" type="submit" isBusy={isBusy}>
          {words.say('begin.comeIn')}
        </Button>
      </div>
    </form>
  )
}
