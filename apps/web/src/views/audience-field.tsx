// For whom an open room is: one's own organisation, several, or all agents.
import { Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import type { OrganisationName } from '../viewmodels/types.ts'
import { useApp } from './app-context.tsx'

/** What was chosen: the organisations; undefined: all agents. */
export type Audience = readonly string[] | undefined

/** What the field is given. */
export interface AudienceFieldProps {
  own: OrganisationName
  value: Audience
  onChange: (value: Audience) => void
}

const WAYS = ['own', 'some', 'all'] as const

/** The field. One's own organisation is always among those that are chosen. */
export function AudienceField({ own, value, onChange }: AudienceFieldProps): ReactNode {
  const { words } = useApp()
  const [way, setWay] = useState<(typeof WAYS)[number]>(() => (value === undefined ? 'all' : value.every((id) => id === own.id) ? 'own' : 'some'))
  const choose = (next: (typeof WAYS)[number]): void => {
    setWay(next)
    onChange(next === 'all' ? undefined : [own.id])
  }
  return (
    <fieldset className="begin-choices begin-choices-close">
      <legend>{words.say('begin.audience')}</legend>
      {WAYS.map((each) => (
        <label key={each} className="begin-choice">
          <input type="radio" name="audience" checked={way === each} onChange={() => choose(each)} />
          <span>
            <strong>{words.say(`begin.audience.${each}`, { organisation: own.name })}</strong>
            <span className="soft">{words.say(`begin.audience.${each}Help`)}</span>
          </span>
        </label>
      ))}
      {way === 'some' ? <Organisations own={own} value={value ?? [own.id]} onChange={onChange} /> : null}
    </fieldset>
  )
}

function Organisations({ own, value, onChange }: { own: OrganisationName; value: readonly string[]; onChange: (value: readonly string[]) => void }): ReactNode {
  const { model, words } = useApp()
  const [known, setKnown] = useState<readonly OrganisationName[]>()
  useEffect(() => {
    model.directory.listOrganisations().then(setKnown, () => setKnown([]))
  }, [model])
  if (known === undefined) return <Waiting label={words.say('app.loading')} />
  const others = known.filter(({ id }) => id !== own.id).toSorted((a, b) => a.name.localeCompare(b.name))
  const toggle = (id: string): void => onChange(value.includes(id) ? value.filter((each) => each !== id) : [...value, id])
  return (
    <ul className="audience-list" aria-label={words.say('begin.audience.organisations')}>
      <li>
        <label className="audience-choice">
          <input type="checkbox" checked disabled />
          {words.say('begin.audience.ownAlways', { organisation: own.name })}
        </label>
      </li>
      {others.map(({ id, name }) => (
        <li key={id}>
          <label className="audience-choice">
            <input type="checkbox" checked={value.includes(id)} onChange={() => toggle(id)} />
            {name}
          </label>
        </li>
      ))}
    </ul>
  )
}

/** What the server knows of oneself; undefined until it has answered. */
export function useOwnOrganisation(): { organisation: OrganisationName | undefined } | undefined {
  const { model } = useApp()
  const [standing, setStanding] = useState<{ organisation: OrganisationName | undefined }>()
  useEffect(() => {
    model.directory.ownStanding().then(setStanding, () => setStanding({ organisation: undefined }))
  }, [model])
  return standing
}
