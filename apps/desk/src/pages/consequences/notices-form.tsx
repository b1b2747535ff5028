// What everybody is told beside what is their own, and asking a second person for it.
import type { getExposureNotices, ResponseOf } from '@chappe/contract'
import { askExposureNotices } from '@chappe/contract'
import { Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../../desk-context.tsx'
import { ActForm } from '../../forms/act-form.tsx'
import { BothField, Printed } from './both-field.tsx'

/** What it is given: whom it would reach, and what may be written. */
export interface NoticesFormProps {
  reportId: string
  found: ResponseOf<typeof getExposureNotices>
  onAsked: () => void
}

/** The form. */
export function NoticesForm({ reportId, found, onAsked }: NoticesFormProps): ReactNode {
  const { words, ask, may } = useDesk()
  const { say } = words
  const [consequences, setConsequences] = useState(found.proposal.consequences)
  const [measures, setMeasures] = useState(found.proposal.measures)
  const [contact, setContact] = useState(found.proposal.contact)
  const [withCiphertext, setWithCiphertext] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const count = found.affected + (withCiphertext ? found.unintelligible : 0)
  if (!may(askExposureNotices) || found.affected + found.unintelligible === 0) return null
  return (
    <section className="stack">
      <h2>{say('notices.write')}</h2>
      <BothField label={say('notices.consequences')} name="consequences" value={consequences} onChange={setConsequences} />
      <BothField label={say('notices.measures')} name="measures" value={measures} onChange={setMeasures} />
      <Printed label={say('notices.contact')} text={contact}>
        <TextField label={say('notices.contact')} help={say('notices.contactHelp')} name="contact" value={contact} onChange={setContact} isRequired maxLength={500} />
      </Printed>
      {found.unintelligible === 0 ? null : (
        <label className="row">
          <input type="checkbox" checked={withCiphertext} onChange={(event) => setWithCiphertext(event.target.checked)} />
          {say('notices.withCiphertext')}
        </label>
      )}
      <div className="row">
        <Button kind="main" onPress={() => setAsking(true)} offBecause={contact.trim() === '' ? say('notices.contactHelp') : undefined}>
          {say('notices.ask')}
        </Button>
      </div>
      {isAsking ? (
        <ActForm
          title={say('notices.askTitle', { count })}
          explanation={say('notices.askWhy')}
          button={say('leaks.askDo')}
          isDangerous
          onClose={() => setAsking(false)}
          act={async (reason) => {
            const body = { ...reason, consequences, measures, contact: contact.trim(), ...(withCiphertext ? { with_ciphertext_only: true } : {}) }
            await ask(askExposureNotices, { params: { reportId }, body })
            onAsked()
          }}
        />
      ) : null}
    </section>
  )
}
