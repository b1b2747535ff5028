// What was shown to an account, a session, a network or in a time: the reports there are, and making one.
import { createExposureReport, listExposureReports } from '@chappe/contract'
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { useSearch } from 'wouter'
import { useDesk } from '../desk-context.tsx'
import { ExposureTable } from '../exposure/reports-table.tsx'
import { StartForm } from '../exposure/start-form.tsx'
import { Answer, Page } from '../page.tsx'
import { useAnswer } from '../use-answer.ts'

const LOOK_EVERY_MS = 2000

/** The page. `?account=` begins a report on it, in the case `?case=`. */
export function ExposurePage(): ReactNode {
  const { words, ask, may } = useDesk()
  const query = new URLSearchParams(useSearch())
  const [account, caseId] = [query.get('account'), query.get('case')]
  const [isStarting, setStarting] = useState(account !== null)
  const asked = useAnswer('exposure reports', () => ask(listExposureReports, { params: {}, query: { limit: '100' } }))
  const isMoving = asked.answer?.reports.some(({ state }) => state === 'running' || state === 'waiting') === true
  const { askAgain } = asked
  useEffect(() => {
    if (!isMoving) return undefined
    const timer = setInterval(askAgain, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [isMoving, askAgain])
  return (
    <Page
      title={words.say('place.exposure')}
      acts={
        may(createExposureReport) ? (
          <Button kind="main" onPress={() => setStarting(true)}>
            {words.say('exposure.new')}
          </Button>
        ) : undefined
      }
    >
      <p className="soft">{words.say('exposure.what')}</p>
      <Answer asked={asked}>{({ reports }) => <ExposureTable rows={reports} />}</Answer>
      {isStarting ? (
        <StartForm
          start={{ ...(account === null ? {} : { userId: account }), ...(caseId === null ? {} : { caseId }) }}
          onClose={() => {
            setStarting(false)
            askAgain()
          }}
        />
      ) : null}
    </Page>
  )
}
