// The organisations there are, and making one.
import type { ResponseOf } from '@chappe/contract'
import { createOrganisation, listOrganisations } from '@chappe/contract'
import { Button, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { Answer, Page } from '../page.tsx'
import { paths } from '../paths.ts'
import { useAnswer } from '../use-answer.ts'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'

type Organisations = ResponseOf<typeof listOrganisations>

/** The page. */
export function OrganisationsPage(): ReactNode {
  const { words, ask, may } = useDesk()
  const [isMaking, setMaking] = useState(false)
  const [more, setMore] = useState<Organisations[]>([])
  const get = (from?: string) => ask(listOrganisations, { params: {}, query: from === undefined ? {} : { from } })
  const asked = useAnswer('organisations', () => {
    setMore([])
    return get()
  })
  const make = (
    <Button kind="main" onPress={() => setMaking(true)}>
      {words.say('organisations.create')}
    </Button>
  )
  return (
    <Page title={words.say('place.organisations')} acts={may(createOrganisation) ? make : undefined}>
      <Answer asked={asked}>
        {(first) => {
          const pages = [first, ...more]
          const next = pages.at(-1)?.next
          return (
            <section className="stack">
              <OrganisationsTable rows={pages.flatMap((page) => page.organisations)} />
              {next === undefined ? null : (
                <div className="row">
                  <Button onPress={() => void get(next).then((page) => setMore((before) => [...before, page]))}>{words.say('desk.more')}</Button>
                </div>
              )}
            </section>
          )
        }}
      </Answer>
      {isMaking ? (
        <CreateForm
          onClose={() => {
            setMaking(false)
            asked.askAgain()
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
