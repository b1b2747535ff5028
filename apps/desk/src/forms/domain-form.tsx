// Giving a domain to an organisation, or changing how its people come in.
import type { ResponseOf } from '@chappe/contract'
import { setDomain } from '@chappe/contract'
import { ChoiceField, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ActForm } from './act-form.tsx'

type Domain = ResponseOf<typeof setDomain>

const TYPES: readonly Domain['account_type'][] = ['agent', 'external', 'service']
const ENROLMENTS: readonly Domain['enrolment'][] = ['open', 'invitation', 'directory']

/** The form; without a domain it asks for one. */
export function DomainForm({ organisationId, domain: before, onClose }: { organisationId: string; domain: Domain | undefined; onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  const [domain, setName] = useState(before?.domain ?? '')
  const [type, setType] = useState(before?.account_type ?? 'agent')
  const [enrolment, setEnrolment] = useState(before?.enrolment ?? 'open')
  return (
    <ActForm
      title={before?.domain ?? words.say('domain.set')}
      explanation={words.say('domain.setWhy')}
      button={words.say(before === undefined ? 'domain.set' : 'domain.change')}
      fields={
        <>
          {before === undefined ? (
            <TextField label={words.say('domain.name')} help={words.say('domain.nameHelp')} name="domain" value={domain} onChange={setName} isRequired maxLength={253} />
          ) : null}
          <ChoiceField label={words.say('domain.accounts')} name="type" value={type} onChange={setType} choices={TYPES.map((each) => ({ value: each, label: words.say(`type.${each}`) }))} />
          <ChoiceField
            label={words.say('domain.enrolment')}
            name="enrolment"
            value={enrolment}
            onChange={setEnrolment}
            choices={ENROLMENTS.map((each) => ({ value: each, label: words.say(`enrolment.${each}`) }))}
          />
        </>
      }
      onClose={onClose}
      act={async (reason) => {
        await ask(setDomain, { params: { organisationId, domain: domain.trim() }, body: { ...reason, account_type: type, enrolment } })
      }}
    />
  )
}
