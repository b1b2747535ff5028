// One organisation: its name, and the domains by which its people come in.
import type { ResponseOf } from '@chappe/contract'
import { listDomains, listOrganisations, removeDomain, renameOrganisation, setDomain } from '@chappe/contract'
import { Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { Desk } from '../desk-context.tsx'
import { useDesk } from '../desk-context.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { DomainForm } from '../forms/domain-form.tsx'
import { Answer, Page } from '../page.tsx'
import type { Organisation } from '../shapes.ts'
import { useAnswer } from '../use-answer.ts'
import { DeskTable } from '../tables/desk-table.tsx'

type Domain = ResponseOf<typeof listDomains>['domains'][number]
type Act = { kind: 'rename' } | { kind: 'set'; domain: Domain | undefined } | { kind: 'remove'; domain: Domain }

/** The page. */
export function OrganisationPage({ organisationId }: { organisationId: string }): ReactNode {
  const { words, ask, may } = useDesk()
  const [act, setAct] = useState<Act | undefined>(undefined)
  const asked = useAnswer(organisationId, async () => {
    const [organisation, { domains }] = await Promise.all([find(ask, organisationId), ask(listDomains, { params: { organisationId } })])
    return { organisation, domains }
  })
  const name = asked.answer?.organisation?.name ?? organisationId
  const close = (): void => {
    setAct(undefined)
    asked.askAgain()
  }
  return (
    <Page title={name} acts={may(renameOrganisation) ? <Button onPress={() => setAct({ kind: 'rename' })}>{words.say('organisations.rename')}</Button> : undefined}>
      <p className="fixed soft">{organisationId}</p>
      <section className="stack">
        <h2>{words.say('domain.title')}</h2>
        <p className="soft">{words.say('domain.why')}</p>
        <Answer asked={asked}>{({ domains }) => <DomainsTable rows={domains} onAct={setAct} />}</Answer>
        {may(setDomain) ? (
          <div className="row">
            <Button onPress={() => setAct({ kind: 'set', domain: undefined })}>{words.say('domain.set')}</Button>
          </div>
        ) : null}
      </section>
      {act?.kind === 'rename' ? <RenameForm organisationId={organisationId} name={name} onClose={close} /> : null}
      {act?.kind === 'set' ? <DomainForm organisationId={organisationId} domain={act.domain} onClose={close} /> : null}
      {act?.kind === 'remove' ? <RemoveForm organisationId={organisationId} domain={act.domain.domain} onClose={close} /> : null}
    </Page>
  )
}

/** There is no question for one organisation: the list is gone through. */
async function find(ask: Desk['ask'], organisationId: string): Promise<Organisation | undefined> {
  let from: string | undefined
  for (;;) {
    const { organisations, next } = await ask(listOrganisations, { params: {}, query: from === undefined ? {} : { from } })
    const found = organisations.find((each) => each.organisation_id === organisationId)
    if (found !== undefined || next === undefined) return found
    from = next
  }
}

function DomainsTable({ rows, onAct }: { rows: readonly Domain[]; onAct: (act: Act) => void }): ReactNode {
  const { words, may } = useDesk()
  return (
    <DeskTable
      caption={words.say('domain.title')}
      rows={rows}
      keyOf={(row) => row.domain}
      empty={words.say('domain.none')}
      columns={[
        { key: 'domain', label: words.say('domain.name'), text: (row) => row.domain, show: (row) => <span className="fixed">{row.domain}</span> },
        { key: 'type', label: words.say('domain.accounts'), text: (row) => words.say(`type.${row.account_type}`) },
        { key: 'enrolment', label: words.say('domain.enrolment'), text: (row) => words.say(`enrolment.${row.enrolment}`) },
        {
          key: 'acts',
          label: words.say('device.acts'),
          text: () => '',
          show: (row) =>
            may(setDomain) ? (
              <span className="row">
                <Button onPress={() => onAct({ kind: 'set', domain: row })}>{words.say('domain.change')}</Button>
                <Button onPress={() => onAct({ kind: 'remove', domain: row })}>{words.say('domain.remove')}</Button>
              </span>
            ) : null,
        },
      ]}
    />
  )
}

function RenameForm({ organisationId, name: before, onClose }: { organisationId: string; name: string; onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  const [name, setName] = useState(before)
  return (
    <ActForm
      title={words.say('organisations.rename')}
      explanation={words.say('organisations.renameWhy', { id: organisationId })}
      button={words.say('organisations.rename')}
      fields={<TextField label={words.say('organisations.name')} name="name" value={name} onChange={setName} isRequired maxLength={255} />}
      onClose={onClose}
      act={async (reason) => {
        await ask(renameOrganisation, { params: { organisationId }, body: { ...reason, name: name.trim() } })
      }}
    />
  )
}

function RemoveForm({ organisationId, domain, onClose }: { organisationId: string; domain: string; onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  return (
    <ActForm
      title={words.say('domain.removeTitle', { domain })}
      explanation={words.say('domain.removeWhy')}
      button={words.say('domain.remove')}
      isDangerous
      onClose={onClose}
      act={async (reason) => {
        await ask(removeDomain, { params: { organisationId, domain }, body: reason })
      }}
    />
  )
}
