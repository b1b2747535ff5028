// Having a report made: about whom or what, and of which time.
import { createExposureReport } from '@chappe/contract'
import { ChoiceField, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { ANY_TIME, TimeFields, timeOf } from '../forms/time-fields.tsx'
import { paths } from '../paths.ts'
import type { ExposureSubject } from './shapes.ts'

type Kind = ExposureSubject['kind']

const KINDS: readonly Kind[] = ['account', 'session', 'network', 'window']

/** What the form begins with. */
export interface Start {
  userId?: string
  deviceId?: string
  caseId?: string
}

/** The form. */
export function StartForm({ start = {}, onClose }: { start?: Start; onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  const [kind, setKind] = useState<Kind>(start.deviceId === undefined ? 'account' : 'session')
  const [userId, setUserId] = useState(start.userId ?? '')
  const [deviceId, setDeviceId] = useState(start.deviceId ?? '')
  const [cidr, setCidr] = useState('')
  const [time, setTime] = useState(ANY_TIME)
  return (
    <ActForm
      title={words.say('exposure.new')}
      explanation={words.say('exposure.newWhy')}
      button={words.say('exposure.make')}
      caseId={start.caseId}
      isOfCase
      fields={
        <>
          <ChoiceField label={words.say('exposure.about')} name="kind" value={kind} onChange={setKind} choices={KINDS.map((value) => ({ value, label: words.say(`exposureKind.${value}`) }))} />
          {kind === 'account' || kind === 'session' ? <TextField label={words.say('alerts.account')} name="user" value={userId} onChange={setUserId} isRequired maxLength={255} /> : null}
          {kind === 'session' ? <TextField label={words.say('alerts.device')} name="device" value={deviceId} onChange={setDeviceId} isRequired maxLength={255} /> : null}
          {kind === 'network' ? <TextField label={words.say('reach.networkTarget')} help={words.say('reach.networkHelp')} name="network" value={cidr} onChange={setCidr} isRequired maxLength={64} /> : null}
          <TimeFields time={time} onChange={setTime} isFromRequired={kind === 'window'} />
        </>
      }
      onClose={onClose}
      act={async (reason) => {
        const made = await ask(createExposureReport, { params: {}, body: { subject: subjectOf({ kind, userId: userId.trim(), deviceId: deviceId.trim(), cidr: cidr.trim() }), ...timeOf(time), ...reason } })
        return (
          <Notice tone={made.request_id === undefined ? 'good' : 'plain'}>
            <p>{words.say(made.request_id === undefined ? 'exposure.begun' : 'exposure.asked')}</p>
            <p>
              <a href={paths.exposureReport(made.report_id)}>{words.say('exposure.title', { id: made.report_id })}</a>
            </p>
          </Notice>
        )
      }}
    />
  )
}

function subjectOf({ kind, userId, deviceId, cidr }: { kind: Kind; userId: string; deviceId: string; cidr: string }): ExposureSubject {
  switch (kind) {
    case 'account':
      return { kind, user_id: userId }
    case 'session':
      return { kind, user_id: userId, device_id: deviceId }
    case 'network':
      return { kind, cidr }
    case 'window':
      return { kind }
  }
}
