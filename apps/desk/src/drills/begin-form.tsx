// Beginning a drill: what it is called, when the intruder comes, and when it ends at the latest.
import { beginDrill } from '@chappe/contract'
import { ChoiceField, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ActForm } from '../forms/act-form.tsx'

const WITHIN = ['0', '60', '720', '1440', '10080'] as const
const HOURS = ['2', '8', '24', '72'] as const

/** The form. */
export function BeginForm({ onClose }: { onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  const [label, setLabel] = useState('')
  const [within, setWithin] = useState<(typeof WITHIN)[number]>('0')
  const [hours, setHours] = useState<(typeof HOURS)[number]>('8')
  return (
    <ActForm
      title={words.say('drill.begin')}
      explanation={words.say('drill.beginWhy')}
      button={words.say('drill.begin')}
      hasCase={false}
      fields={
        <>
          <TextField label={words.say('drill.label')} help={words.say('drill.labelHelp')} name="label" value={label} onChange={setLabel} maxLength={100} />
          <ChoiceField label={words.say('drill.when')} name="within" value={within} onChange={setWithin} choices={WITHIN.map((value) => ({ value, label: words.say(`drill.when.${value}`) }))} />
          {within === '0' ? null : <p className="soft">{words.say('drill.whenHelp')}</p>}
          <ChoiceField label={words.say('drill.hours')} name="hours" value={hours} onChange={setHours} choices={HOURS.map((value) => ({ value, label: words.say(`drill.hours.${value}`) }))} />
        </>
      }
      onClose={onClose}
      act={async ({ reason }) => {
        await ask(beginDrill, { params: {}, body: { label: label.trim(), note: reason, within_minutes: Number(within), hours: Number(hours) } })
      }}
    />
  )
}
