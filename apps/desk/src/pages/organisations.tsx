// The organisations there are, and making one.
import type { ResponseOf } from '@chappe/contract'
import { createOrganisation, listOrganisations } from '@chappe/contract'
import { Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { Page } from '../page.tsx'
import { PartsOf, useParts } from '../parts.tsx'
import { paths } from '../paths.ts'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'

type Organisations = ResponseOf<typeof listOrganisations>

/** The page. */
export function OrganisationsPage(): ReactNode {
  const { words, ask, may } = useDesk()
  const [isMaking, setMaking] = useState(false)
  const get = (from?: string) => ask(listOrganisations, { params: {}, query: from === undefined ? {} : { from } })
  const parts = useParts('organisations', get)
  const make = (
    <Button kind="main" onPress={() => setMaking(true)}>
      {words.say('organisations.create')}
    </Button>
  )
  return (
    <Page title={words.say('place.organisations')} acts={may(createOrganisation) ? make : undefined}>
      <PartsOf parts={parts}>
        {(all) => <OrganisationsTable rows={all.flatMap((page) => page.organisations)} />}
      </PartsOf>
      {isMaking ? (
        <CreateForm
          onClose={() => {
            setMaking(false)
            parts.askAgain()
          }}
        />
      ) : null}
    </Page>
  )
}

function OrganisationsTable({ rows }: { rows: Organisations['organisations'] }): ReactNode {
  const { words } = useDesk()
  const moments = useMoments<Organisations['organisations'][number]>()
  return (
    <DeskTable
      caption={words.say('place.organisations')}
      rows={rows}
      keyOf={(row) => row.organisation_id}
      empty={words.say('organisations.none')}
      file="organisations.csv"
      columns={[
        { key: 'name', label: words.say('organisations.name'), text: (row) => row.name, show: (row) => <a href={paths.organisation(row.organisation_id)}>{row.name}</a> },
        { key: 'id', label: words.say('organisations.id'), text: (row) => row.organisation_id, show: (row) => <span className="fixed">{row.organisation_id}</span> },
        moments('made', words.say('organisations.made'), (row) => row.created_at_ms),
      ]}
    />
  )
}

function CreateForm({ onClose }: { onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  const [id, setId] = useState('')
  const [name, setName] = useState('')
  return (
    <ActForm
      title={words.say('organisations.create')}
      explanation={words.say('organisations.createWhy')}
      button={words.say('organisations.create')}
      fields={
        <>
          <TextField label={words.say('organisations.name')} name="name" value={name} onChange={setName} isRequired maxLength={255} />
          <TextField label={words.say('organisations.id')} help={words.say('organisations.idHelp')} name="id" value={id} onChange={setId} isRequired maxLength={63} />
        </>
      }
      onClose={onClose}
      act={async (reason) => {
        await ask(createOrganisation, { params: {}, body: { ...reason, organisation_id: id.trim(), name: name.trim() } })
      }}
    />
  )
}
