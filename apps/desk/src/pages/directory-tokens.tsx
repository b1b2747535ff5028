// The tokens by which directories of an organisation speak to the server through SCIM.
import type { ResponseOf } from '@chappe/contract'
import { createDirectoryToken, endDirectoryToken, listDirectoryTokens } from '@chappe/contract'
import { Button, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { Answer } from '../page.tsx'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'
import { Secret } from '../secret.tsx'
import { useAnswer } from '../use-answer.ts'

type Token = ResponseOf<typeof listDirectoryTokens>['tokens'][number]
type Act = { kind: 'make' } | { kind: 'end'; name: string }

/** The tokens of one organisation, as a part of its page. */
export function DirectoryTokens({ organisationId }: { organisationId: string }): ReactNode {
  const { words, ask } = useDesk()
  const moments = useMoments<Token>()
  const [act, setAct] = useState<Act | undefined>(undefined)
  const asked = useAnswer(`tokens ${organisationId}`, () => ask(listDirectoryTokens, { params: { organisationId } }))
  const close = (): void => {
    setAct(undefined)
    asked.askAgain()
  }
  return (
    <section className="stack">
      <h2>{words.say('tokens.title')}</h2>
      <p className="soft">{words.say('tokens.why')}</p>
      <Answer asked={asked}>
        {({ tokens }) => (
          <DeskTable
            caption={words.say('tokens.title')}
            rows={tokens}
            keyOf={(row) => row.name}
            empty={words.say('tokens.none')}
            columns={[
              { key: 'name', label: words.say('tokens.name'), text: (row) => row.name },
              moments('since', words.say('tokens.since'), (row) => row.created_at_ms),
              {
                key: 'acts',
                label: words.say('device.acts'),
                text: () => '',
                show: (row) => (
                  <Button name={words.say('tokens.end', { name: row.name })} onPress={() => setAct({ kind: 'end', name: row.name })}>
                    {words.say('tokens.endDo')}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Answer>
      <div className="row">
        <Button onPress={() => setAct({ kind: 'make' })}>{words.say('tokens.make')}</Button>
      </div>
      {act?.kind === 'make' ? <MakeForm organisationId={organisationId} onClose={close} /> : null}
      {act?.kind === 'end' ? (
        <ActForm
          title={words.say('tokens.end', { name: act.name })}
          explanation={words.say('tokens.endWhy')}
          button={words.say('tokens.endDo')}
          isDangerous
          onClose={close}
          act={async (reason) => {
            await ask(endDirectoryToken, { params: { organisationId, tokenName: act.name }, body: reason })
          }}
        />
      ) : null}
    </section>
  )
}

function MakeForm({ organisationId, onClose }: { organisationId: string; onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  const [name, setName] = useState('')
  return (
    <ActForm
      title={words.say('tokens.make')}
      explanation={words.say('tokens.makeWhy')}
      button={words.say('tokens.make')}
      fields={<TextField label={words.say('tokens.name')} help={words.say('tokens.nameHelp')} name="token" value={name} onChange={setName} isRequired maxLength={120} />}
      onClose={onClose}
      act={async (reason) => {
        const made = await ask(createDirectoryToken, { params: { organisationId }, body: { ...reason, name: name.trim() } })
        return (
          <Notice tone="good">
            <p>{words.say('tokens.made', { name: made.name })}</p>
            <Secret value={made.token} />
          </Notice>
        )
      }}
    />
  )
}
