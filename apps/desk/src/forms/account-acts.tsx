// What can be done to an account in its state, by whom is looking at it. Containing comes first.
import type { DeskRole } from '@chappe/contract'
import {
  closeDeskAccount,
  containAccount,
  quarantineAccount,
  releaseAccount,
  reopenAccount,
  setAccountJob,
  setDeskRoles,
  suspendAccount,
  unwatchAccount,
  watchAccount,
} from '@chappe/contract'
import { Button, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { Desk } from '../desk-context.tsx'
import { useDesk } from '../desk-context.tsx'
import { paths } from '../paths.ts'
import type { DeskAccount } from '../shapes.ts'
import type { AccountState } from '../tables/state-badge.tsx'
import { wordEffect } from '../word-names.ts'
import type { Reason } from './act-form.tsx'
import { ActForm } from './act-form.tsx'
import { JobAct } from './job-form.tsx'

/** The acts of this panel, by the states in which they make sense; the server has the last word. */
const ACTS = {
  contain: { endpoint: containAccount, in: ['active', 'watched', 'quarantined', 'suspended', 'expired'], isDangerous: true },
  release: { endpoint: releaseAccount, in: ['contained'] },
  quarantine: { endpoint: quarantineAccount, in: ['active', 'watched'] },
  reopen: { endpoint: reopenAccount, in: ['suspended', 'expired', 'quarantined'] },
  watch: { endpoint: watchAccount, in: ['active'] },
  unwatch: { endpoint: unwatchAccount, in: ['watched'] },
  suspend: { endpoint: suspendAccount, in: ['active', 'watched'] },
  close: { endpoint: closeDeskAccount, in: ['active', 'watched', 'suspended', 'expired', 'quarantined', 'contained'], isDangerous: true },
} as const satisfies Record<string, { endpoint: Parameters<Desk['may']>[0]; in: readonly AccountState[]; isDangerous?: boolean }>

type Act = keyof typeof ACTS

const ORDER: readonly Act[] = ['contain', 'release', 'reopen', 'quarantine', 'watch', 'unwatch', 'suspend', 'close']
const ROLES: readonly DeskRole[] = ['organisation_admin', 'security_officer', 'auditor', 'operator']

/** The panel. */
export function AccountActs({ account, onDone }: { account: DeskAccount; onDone: () => void }): ReactNode {
  const { words, may, me } = useDesk()
  const [open, setOpen] = useState<Act | 'roles' | undefined>(undefined)
  const possible = ORDER.filter((act) => may(ACTS[act].endpoint) && ACTS[act].in.some((state) => state === account.state))
  const canSetRoles = may(setDeskRoles) && account.user_id !== me.userId
  const canSetJob = canSetJobOf(account, { may, me })
  const close = (): void => {
    setOpen(undefined)
    onDone()
  }
  if (possible.length === 0 && !canSetRoles && !canSetJob) return null
  return (
    <div className="row no-print">
      {possible.map((act) => (
        <Button key={act} kind={act === 'contain' ? 'danger' : act === 'release' ? 'main' : 'ordinary'} onPress={() => setOpen(act)}>
          {words.say(`act.${act}`)}
        </Button>
      ))}
      {canSetRoles ? <Button onPress={() => setOpen('roles')}>{words.say('act.roles')}</Button> : null}
      {canSetJob ? <JobAct account={account} onDone={onDone} /> : null}
      {open === 'roles' ? <RolesForm account={account} onClose={close} /> : null}
      {open === undefined || open === 'roles' ? null : <StateForm account={account} act={open} onClose={close} />}
    </div>
  )
}

function canSetJobOf(account: DeskAccount, { may, me }: Pick<Desk, 'may' | 'me'>): boolean {
  return may(setAccountJob) && account.user_id !== me.userId && account.organisation_id !== null
}

function StateForm({ account, act, onClose }: { account: DeskAccount; act: Act; onClose: () => void }): ReactNode {
  const desk = useDesk()
  const { words } = desk
  return (
    <ActForm
      title={words.say(`act.${act}Title`, { name: account.display_name ?? account.user_id })}
      explanation={words.say(`act.${act}Why`)}
      button={words.say(`act.${act}`)}
      isDangerous={'isDangerous' in ACTS[act]}
      onClose={onClose}
      act={(reason) => perform(desk, { userId: account.user_id, act, reason })}
    />
  )
}

async function perform({ ask, words }: Desk, { userId, act, reason }: { userId: string; act: Act; reason: Reason }): Promise<ReactNode | void> {
  const input = { params: { userId }, body: reason }
  switch (act) {
    case 'contain': {
      const done = await ask(containAccount, input)
      return (
        <>
          <Notice tone="good">
            <p>{words.say('contained.done', { moment: words.moment(done.contained_at_ms) })}</p>
            <p>
              <a href={paths.case(done.case_id)}>{words.say('contained.case', { id: String(done.case_id) })}</a>
            </p>
          </Notice>
          <Effects effects={done.effects} />
        </>
      )
    }
    case 'release': {
      const asked = await ask(releaseAccount, input)
      return (
        <Notice>
          <p>{words.say('release.asked', { moment: words.moment(asked.expires_at_ms) })}</p>
        </Notice>
      )
    }
    case 'close': {
      const done = await ask(closeDeskAccount, input)
      return done.request_id === undefined ? undefined : (
        <Notice>
          <p>{words.say('close.asked')}</p>
        </Notice>
      )
    }
    default:
      await ask(ACTS[act].endpoint, input)
  }
}

function Effects({ effects }: { effects: Readonly<Record<string, number>> }): ReactNode {
  const { words } = useDesk()
  return (
    <dl className="facts">
      {Object.entries(effects)
        .filter(([, count]) => count > 0)
        .map(([name, count]) => (
          <div key={name} className="pair">
            <dt>{wordEffect(name, words.say)}</dt>
            <dd>{words.number(count)}</dd>
          </div>
        ))}
    </dl>
  )
}

function RolesForm({ account, onClose }: { account: DeskAccount; onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  const [roles, setRoles] = useState<readonly DeskRole[]>(account.roles)
  return (
    <ActForm
      title={words.say('act.rolesTitle', { name: account.display_name ?? account.user_id })}
      explanation={words.say('act.rolesWhy')}
      button={words.say('act.rolesDo')}
      fields={
        <fieldset className="stack-tight">
          <legend>{words.say('account.roles')}</legend>
          {ROLES.map((role) => (
            <label key={role} className="row">
              <input
                type="checkbox"
                checked={roles.includes(role)}
                onChange={(event) => setRoles(event.target.checked ? [...roles, role] : roles.filter((each) => each !== role))}
              />
              {words.say(`role.${role}`)}
            </label>
          ))}
        </fieldset>
      }
      onClose={onClose}
      act={async (reason) => {
        await ask(setDeskRoles, { params: { userId: account.user_id }, body: { ...reason, roles: [...roles] } })
      }}
    />
  )
}
