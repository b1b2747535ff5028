// Every field of article 33(3), in its order.
import type { BodyOf, setBreachNotification } from '@chappe/contract'
import { TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useDesk } from '../../desk-context.tsx'
import { BothField, Printed } from './both-field.tsx'

/** What is told. */
export type Fields = BodyOf<typeof setBreachNotification>['fields']

/** The fields. */
export function NotificationFields({ fields, set }: { fields: Fields; set: (more: Partial<Fields>) => void }): ReactNode {
  const { words } = useDesk()
  const { say } = words
  const count = (label: string, name: 'persons' | 'records'): ReactNode => (
    <Printed label={label} text={words.number(fields[name])}>
      <TextField label={label} name={name} type="number" value={String(fields[name])} onChange={(text) => set({ [name]: Math.max(0, Math.trunc(Number(text)) || 0) })} isRequired />
    </Printed>
  )
  const line = (label: string, name: 'contact_name' | 'contact_mail' | 'contact_phone', type: 'text' | 'email' | 'tel'): ReactNode => (
    <Printed label={label} text={fields[name]}>
      <TextField label={label} name={name} type={type} value={fields[name]} onChange={(text) => set({ [name]: text })} maxLength={name === 'contact_phone' ? 64 : 255} />
    </Printed>
  )
  return (
    <>
      <section className="stack">
        <h2>{say('notification.partA')}</h2>
        <BothField label={say('notification.nature')} name="nature" value={fields.nature} onChange={(nature) => set({ nature })} />
        <BothField label={say('notification.personCategories')} name="person-categories" value={fields.person_categories} onChange={(each) => set({ person_categories: each })} />
        {count(say('notification.persons'), 'persons')}
        <BothField label={say('notification.recordCategories')} name="record-categories" value={fields.record_categories} onChange={(each) => set({ record_categories: each })} />
        {count(say('notification.records'), 'records')}
      </section>
      <section className="stack">
        <h2>{say('notification.partB')}</h2>
        {line(say('notification.contactName'), 'contact_name', 'text')}
        {line(say('notification.contactMail'), 'contact_mail', 'email')}
        {line(say('notification.contactPhone'), 'contact_phone', 'tel')}
      </section>
      <section className="stack">
        <h2>{say('notification.partC')}</h2>
        <BothField label={say('notification.consequences')} name="consequences" value={fields.consequences} onChange={(consequences) => set({ consequences })} />
      </section>
      <section className="stack">
        <h2>{say('notification.partD')}</h2>
        <BothField label={say('notification.taken')} name="measures-taken" value={fields.measures_taken} onChange={(each) => set({ measures_taken: each })} />
        <BothField label={say('notification.proposed')} name="measures-proposed" value={fields.measures_proposed} onChange={(each) => set({ measures_proposed: each })} />
      </section>
      <section className="stack">
        <h2>{say('notification.partE')}</h2>
        <BothField label={say('notification.delay')} name="delay" value={fields.delay} onChange={(delay) => set({ delay })} />
      </section>
    </>
  )
}
