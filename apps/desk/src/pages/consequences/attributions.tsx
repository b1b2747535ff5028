// Asking who was shown what has leaked, and what was agreed to.
import type { ResponseOf } from '@chappe/contract'
import { askAttribution, listDeskRequests } from '@chappe/contract'
import { Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { Link } from 'wouter'
import { useDesk } from '../../desk-context.tsx'
import { ActForm } from '../../forms/act-form.tsx'
import { Answer, Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { useAnswer } from '../../use-answer.ts'
import type { Leaked } from './leak-form.tsx'
import { LeakForm } from './leak-form.tsx'

/** The page. */
export function AttributionsPage(): ReactNode {
  const { words, ask } = useDesk()
  const { say } = words
  const [leaked, setLeaked] = useState<Leaked | undefined>(undefined)
  return (
    <Page title={say('place.attributions')}>
      <p className="soft">{say('leaks.why')}</p>
      <LeakForm onReady={setLeaked} />
      <Agreed />
      {leaked === undefined ? null : (
        <ActForm
          title={say('leaks.askTitle')}
          explanation={say('leaks.askWhy')}
          button={say('leaks.askDo')}
          onClose={() => setLeaked(undefined)}
          act={async (reason) => <Outcome found={await ask(askAttribution, { params: {}, body: { ...leaked, ...reason } })} />}
        />
      )}
    </Page>
  )
}

function Outcome({ found }: { found: ResponseOf<typeof askAttribution> }): ReactNode {
  const { words } = useDesk()
  const { say } = words
  return (
    <>
      <p>{say('leaks.asked', { events: found.events, files: found.files })}</p>
      {found.missing.length === 0 ? null : (
        <Notice tone="warn">
          <p>{say('leaks.missing', { what: found.missing.join(', ') })}</p>
        </Notice>
      )}
      {found.missing_texts === 0 ? null : (
        <Notice tone="warn">
          <p>{say('leaks.missingTexts', { count: found.missing_texts })}</p>
        </Notice>
      )}
    </>
  )
}

/** What was agreed to and can be looked at. */
function Agreed(): ReactNode {
  const { words, ask } = useDesk()
  const asked = useAnswer('requests', () => ask(listDeskRequests, { params: {} }))
  return (
    <section className="stack">
      <h2>{words.say('leaks.open')}</h2>
      <Answer asked={asked}>
        {({ requests }) => {
          const agreed = requests.filter(({ operation, decision }) => operation === 'askAttribution' && (decision === 'approved' || decision === 'broken'))
          if (agreed.length === 0) return <p className="card soft">{words.say('requests.none')}</p>
          return (
            <ul className="stack-tight">
              {agreed.map((request) => (
                <li key={request.request_id}>
                  <Link href={paths.attribution(request.request_id)}>{words.say('leaks.result', { id: request.request_id })}</Link> <span className="soft">{request.target}</span>
                </li>
              ))}
            </ul>
          )
        }}
      </Answer>
    </section>
  )
}
