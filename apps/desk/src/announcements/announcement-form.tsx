// Writing an announcement: for whom, how grave, in both languages, and whether people have to say that they have read it.
import type { BodyOf } from '@chappe/contract'
import { listOrganisations, publishAnnouncement } from '@chappe/contract'
import { ChoiceField, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { useAnswer } from '../use-answer.ts'

type Draft = Omit<BodyOf<typeof publishAnnouncement>, 'reason' | 'case_id' | 'deadline_ms'> & { deadline: string }
type Kind = Draft['audience']['kind']

const KINDS: readonly Kind[] = ['everybody', 'organisations', 'account_types']
const TYPES = ['agent', 'external', 'service'] as const
const SEVERITIES: readonly Draft['severity'][] = ['info', 'warning', 'critical']
const FRESH: Draft = { severity: 'warning', audience: { kind: 'organisations', names: [] }, title_fr: '', title_en: '', body_fr: '', body_en: '', must_acknowledge: false, deadline: '' }

/** The form. */
export function AnnouncementForm({ onClose }: { onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  const [draft, setDraft] = useState(FRESH)
  const set = (more: Partial<Draft>): void => setDraft((before) => ({ ...before, ...more }))
  const { kind, names } = draft.audience
  const takesTwo = !(kind === 'organisations' && names.length === 1)
  return (
    <ActForm
      title={words.say('announce.new')}
      explanation={words.say(takesTwo ? 'announce.takesTwo' : 'announce.takesOne')}
      button={words.say(takesTwo ? 'announce.askFor' : 'announce.send')}
      offBecause={kind !== 'everybody' && names.length === 0 ? words.say('announce.nobody') : undefined}
      fields={
        <>
          <AudienceFields draft={draft} onSet={set} />
          <ChoiceField label={words.say('announce.severity')} name="severity" value={draft.severity} onChange={(severity) => set({ severity })} choices={SEVERITIES.map((value) => ({ value, label: words.say(`severity.${value}`) }))} />
          <div className="two">
            <fieldset className="stack-tight" lang="fr">
              <legend>Français</legend>
              <TextField label={words.say('announce.titleFr')} name="title_fr" value={draft.title_fr} onChange={(text) => set({ title_fr: text })} isRequired maxLength={200} />
              <TextField label={words.say('announce.bodyFr')} name="body_fr" value={draft.body_fr} onChange={(text) => set({ body_fr: text })} isRequired isLong maxLength={8000} />
            </fieldset>
            <fieldset className="stack-tight" lang="en">
              <legend>English</legend>
              <TextField label={words.say('announce.titleEn')} name="title_en" value={draft.title_en} onChange={(text) => set({ title_en: text })} isRequired maxLength={200} />
              <TextField label={words.say('announce.bodyEn')} name="body_en" value={draft.body_en} onChange={(text) => set({ body_en: text })} isRequired isLong maxLength={8000} />
            </fieldset>
          </div>
          <label className="row">
            <input type="checkbox" checked={draft.must_acknowledge} onChange={(event) => set({ must_acknowledge: event.target.checked })} />
            {words.say('announce.mustAcknowledge')}
          </label>
          {draft.must_acknowledge ? <TextField label={words.say('announce.deadline')} help={words.say('announce.deadlineHelp')} name="deadline" type="date" value={draft.deadline} onChange={(deadline) => set({ deadline })} /> : null}
        </>
      }
      onClose={onClose}
      act={async (reason) => {
        const { deadline, ...rest } = draft
        // Until the end of that day.
        const deadlineMs = draft.must_acknowledge && deadline !== '' ? new Date(`${deadline}T23:59:59`).getTime() : undefined
        const made = await ask(publishAnnouncement, { params: {}, body: { ...rest, ...reason, ...(deadlineMs === undefined ? {} : { deadline_ms: deadlineMs }) } })
        if (made.state !== 'waiting') return undefined
        return (
          <Notice>
            <p>{words.say('announce.asked')}</p>
          </Notice>
        )
      }}
    />
  )
}

function AudienceFields({ draft: { audience }, onSet }: { draft: Draft; onSet: (more: Partial<Draft>) => void }): ReactNode {
  const { words, ask } = useDesk()
  const organisations = useAnswer('organisations', async () => (await ask(listOrganisations, { params: {}, query: {} })).organisations)
  const choices =
    audience.kind === 'organisations'
      ? (organisations.answer ?? []).map(({ organisation_id: value, name }) => ({ value, label: name }))
      : audience.kind === 'account_types'
        ? TYPES.map((value) => ({ value, label: words.say(`type.${value}`) }))
        : []
  const toggle = (value: string, isOn: boolean): void => onSet({ audience: { ...audience, names: isOn ? [...audience.names, value] : audience.names.filter((each) => each !== value) } })
  return (
    <>
      <ChoiceField label={words.say('announce.audience')} name="audience" value={audience.kind} onChange={(kind) => onSet({ audience: { kind, names: [] } })} choices={KINDS.map((value) => ({ value, label: words.say(`audience.${value}`) }))} />
      {choices.length === 0 ? null : (
        <fieldset className="choices">
          <legend>{words.say(`audience.${audience.kind}`)}</legend>
          {choices.map(({ value, label }) => (
            <label key={value} className="row">
              <input type="checkbox" checked={audience.names.includes(value)} onChange={(event) => toggle(value, event.target.checked)} />
              {label}
            </label>
          ))}
        </fieldset>
      )}
    </>
  )
}
