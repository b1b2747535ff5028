// Everything that takes a second person.
import { listDeskRequests } from '@chappe/contract'
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import { useOverview } from '../overview/use-overview.tsx'
import { Answer, Page } from '../page.tsx'
import { DecidedTable } from '../tables/decided-table.tsx'
import { isWaiting, RequestCards } from '../tables/requests-table.tsx'
import { useAnswer } from '../use-answer.ts'

/** The page. */
export function RequestsPage(): ReactNode {
  const { words, ask } = useDesk()
  const { numbers, askAgain } = useOverview()
  // Asked again when the overview, which looks every two seconds, has seen another number of them.
  const asked = useAnswer(`requests ${numbers?.requests.waiting} ${numbers?.requests.own}`, () => ask(listDeskRequests, { params: {}, query: {} }))
  const onDecided = (): void => {
    asked.askAgain()
    askAgain()
  }
  return (
    <Page title={words.say('place.requests')}>
      <p className="soft">{words.say('requests.why')}</p>
      <Answer asked={asked}>
        {({ requests }) => (
          <>
            <RequestCards requests={requests.filter(isWaiting)} onDecided={onDecided} />
            <section className="stack">
              <h2>{words.say('requests.lately')}</h2>
              <DecidedTable rows={requests.filter((each) => !isWaiting(each))} />
            </section>
          </>
        )}
      </Answer>
    </Page>
  )
}
