// One account: who it is, where it is signed in, and what can be done about it.
import { approveDeskDevice, containDevice, containSession, createExposureReport, getDeskAccount, getDeskReads, listDeskActions, listDeskExports } from '@chappe/contract'
import { Badge, Button, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { Fragment, useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ExerciseNotice } from '../drills/exercise.tsx'
import { AccountActs } from '../forms/account-acts.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { Answer, Page } from '../page.tsx'
import { paths } from '../paths.ts'
import type { DeskAccount } from '../shapes.ts'
import { StateBadge } from '../tables/state-badge.tsx'
import { useAnswer } from '../use-answer.ts'
import { AccountReads } from './account-reads.tsx'
import { wordType } from '../word-names.ts'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'

/** The page. */
export function AccountPage({ userId }: { userId: string }): ReactNode {
  const { words, ask, may } = useDesk()
  const asked = useAnswer(userId, () => ask(getDeskAccount, { params: { userId } }))
  return (
    <Page title={asked.answer?.display_name ?? userId}>
      <Answer asked={asked}>
        {(account) => (
          <>
            <div className="row">
              <StateBadge state={account.state} />
              <span className="fixed soft">{account.user_id}</span>
              {account.roles.map((role) => (
                <Badge key={role}>{words.say(`role.${role}`)}</Badge>
              ))}
            </div>
            {account.account_type === 'exercise' ? <ExerciseNotice about="account" /> : null}
            {account.must_enrol ? (
              <Notice tone="warn">
                <p>{words.say('account.mustEnrol')}</p>
              </Notice>
            ) : null}
            <AccountActs account={account} onDone={asked.askAgain} />
            <div className="cards">
              <Facts account={account} />
            </div>
            <Devices account={account} onDone={asked.askAgain} />
            {may(createExposureReport) ? (
              <p className="no-print">
                <a href={paths.exposure({ account: account.user_id })}>{words.say('exposure.ofAccount')}</a>
              </p>
            ) : null}
            {may(getDeskReads) ? <AccountReads userId={account.user_id} /> : null}
            {may(listDeskExports) ? (
              <p className="no-print">
                <a href={paths.exports({ person: account.user_id })}>{words.say('exports.ofAccount')}</a>
              </p>
            ) : null}
            {may(listDeskActions) ? (
              <p>
                <a href={paths.audit({ target: account.user_id })}>{words.say('account.history')}</a>
              </p>
            ) : null}
          </>
        )}
      </Answer>
    </Page>
  )
}

const JOB_PARTS = ['title', 'service', 'phone', 'place'] as const

function Facts({ account }: { account: DeskAccount }): ReactNode {
  const { words } = useDesk()
  const moment = (ms: number | null, none: string): string => (ms === null ? none : words.moment(ms))
  return (
    <dl className="card facts">
      <dt>{words.say('account.organisation')}</dt>
      <dd>{account.organisation_id === null ? words.say('account.noOrganisation') : <a href={paths.organisation(account.organisation_id)}>{account.organisation_id}</a>}</dd>
      <dt>{words.say('account.type')}</dt>
      <dd>{wordType(account.account_type, words.say)}</dd>
      {JOB_PARTS.filter((part) => account.job[part] !== '').map((part) => (
        <Fragment key={part}>
          <dt>{words.say(`job.${part}`)}</dt>
          <dd>{account.job[part]}</dd>
        </Fragment>
      ))}
      <dt>{words.say('account.addresses')}</dt>
      <dd>{account.addresses.length === 0 ? words.say('account.noAddress') : account.addresses.join(', ')}</dd>
      <dt>{words.say('account.created')}</dt>
      <dd>{words.moment(account.created_at_ms)}</dd>
      <dt>{words.say('account.validUntil')}</dt>
      <dd>{moment(account.valid_until_ms, words.say('account.noEnd'))}</dd>
      <dt>{words.say('account.lastSeen')}</dt>
      <dd>{moment(account.last_seen_at_ms, words.say('account.never'))}</dd>
      <dt>{words.say('account.rooms')}</dt>
      <dd>{words.say('account.roomsCount', { joined: account.joined_rooms, invitations: account.invitations })}</dd>
    </dl>
  )
}

type Device = DeskAccount['devices'][number]
type DeviceAct = { kind: 'approve' | 'end' | 'contain'; device: Device }

const DEVICE_ACTS = { approve: approveDeskDevice, end: containSession, contain: containDevice } as const

function Devices({ account, onDone }: { account: DeskAccount; onDone: () => void }): ReactNode {
  const { words, may, me } = useDesk()
  const moments = useMoments<Device>()
  const [act, setAct] = useState<DeviceAct | undefined>(undefined)
  return (
    <section className="stack">
      <h2>{words.say('device.title')}</h2>
      <DeskTable
        caption={words.say('device.title')}
        rows={account.devices}
        keyOf={(device) => device.device_id}
        empty={words.say('device.none')}
        file={`devices-${account.user_id.slice(1).split(':')[0]}.csv`}
        columns={[
          { key: 'name', label: words.say('device.name'), text: (device) => device.display_name ?? device.device_id, show: (device) => <DeviceName device={device} /> },
          { key: 'id', label: words.say('device.id'), text: (device) => device.device_id, show: (device) => <span className="fixed">{device.device_id}</span> },
          { key: 'from', label: words.say('device.from'), text: (device) => device.last_seen_ip ?? '', show: (device) => <span className="fixed">{device.last_seen_ip ?? ''}</span> },
          moments('seen', words.say('account.lastSeen'), (device) => device.last_seen_at_ms, words.say('account.never')),
          {
            key: 'acts',
            label: words.say('device.acts'),
            text: () => '',
            show: (device) =>
              may(containSession) ? (
                <span className="row">
                  {device.on_probation_since_ms !== null && may(approveDeskDevice) && account.user_id !== me.userId ? (
                    <Button kind="main" onPress={() => setAct({ kind: 'approve', device })}>
                      {words.say('device.approve')}
                    </Button>
                  ) : null}
                  <Button onPress={() => setAct({ kind: 'end', device })}>{words.say('device.end')}</Button>
                  <Button onPress={() => setAct({ kind: 'contain', device })}>{words.say('device.contain')}</Button>
                </span>
              ) : null,
          },
        ]}
      />
      {act === undefined ? null : (
        <DeviceForm
          userId={account.user_id}
          act={act}
          onClose={() => {
            setAct(undefined)
            onDone()
          }}
        />
      )}
    </section>
  )
}

function DeviceName({ device }: { device: Device }): ReactNode {
  const { words } = useDesk()
  const since = device.on_probation_since_ms
  return (
    <>
      {device.display_name ?? device.device_id}
      {since === null ? null : (
        <span className="row">
          <Badge tone="warn">{words.say('device.waits')}</Badge>
          <span className="soft">{words.say('device.waitsSince', { moment: words.moment(since) })}</span>
        </span>
      )}
    </>
  )
}

function DeviceForm({ userId, act: { kind, device }, onClose }: { userId: string; act: DeviceAct; onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  const name = device.display_name ?? device.device_id
  return (
    <ActForm
      title={words.say(`device.${kind}Title`)}
      explanation={words.say(`device.${kind}Why`, { name })}
      button={words.say(`device.${kind}`)}
      isDangerous={kind === 'contain'}
      onClose={onClose}
      act={async (reason) => {
        await ask(DEVICE_ACTS[kind], { params: { userId, deviceId: device.device_id }, body: reason })
      }}
    />
  )
}
