// What was done alone that takes two, as long as no auditor has looked at it.
import type { ResponseOf } from '@chappe/contract'
import { listBreakGlass, reviewBreakGlass } from '@chappe/contract'
import { Badge, Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { Answer } from '../page.tsx'
import { useAnswer } from '../use-answer.ts'
import { wordOperation } from '../word-names.ts'
import { Target } from './target.tsx'

type Broken = ResponseOf<typeof listBreakGlass>['actions'][number]

/** Where on the overview they are. */
export const BROKEN_GLASS = 'broken-glass'

/** The cards, as a part of the overview. */
export function BrokenGlass(): ReactNode {
  const { words, ask } = useDesk()
  const [looked, setLooked] = useState<Broken | undefined>(undefined)
  const asked = useAnswer('break-glass', () => ask(listBreakGlass, { params: {} }))
  return (
    <section id={BROKEN_GLASS} className="stack">
      <h2>{words.say('broken.title')}</h2>
      <p className="soft">{words.say('broken.why')}</p>
      <Answer asked={asked}>{({ actions }) => <Cards rows={actions.filter((each) => each.reviewed_by === null)} onLook={setLooked} />}</Answer>
      {looked === undefined ? null : (
        <ActForm
          title={words.say('broken.reviewTitle')}
          explanation={words.say('broken.reviewWhy')}
          button={words.say('broken.reviewDo')}
          onClose={() => {
            setLooked(undefined)
            asked.askAgain()
          }}
          act={async (reason) => {
            await ask(reviewBreakGlass, { params: { actionId: String(looked.action_id) }, body: reason })
          }}
        />
      )}
    </section>
  )
}

function Cards({ rows, onLook }: { rows: readonly Broken[]; onLook: (row: Broken) => void }): ReactNode {
  const { words, me, may } = useDesk()
  if (rows.length === 0) return <p className="card soft">{words.say('broken.none')}</p>
  return (
    <ul className="cards">
      {rows.map((row) => (
        <li key={row.action_id} className="card stack">
          <div className="row">
            <h3 className="grow">{wordOperation(row.operation, words.say)}</h3>
            {row.review_by_ms < Date.now() ? <Badge tone="bad">{words.say('broken.late')}</Badge> : <Badge tone="warn">{words.say('broken.waits')}</Badge>}
          </div>
          <dl className="facts">
            <dt>{words.say('requests.target')}</dt>
            <dd><Target target={row.target} /></dd>
            <dt>{words.say('broken.by')}</dt>
            <dd>
              {row.user_id === null ? words.say('broken.machine') : <span className="fixed">{row.user_id}</span>}, {words.moment(row.at_ms)}
            </dd>
            <dt>{words.say('act.reason')}</dt>
            <dd>{row.reason}</dd>
            <dt>{words.say('broken.until')}</dt>
            <dd>{words.moment(row.review_by_ms)}</dd>
          </dl>
          {may(reviewBreakGlass) && row.user_id !== me.userId ? (
            <div className="row">
              <Button onPress={() => onLook(row)}>{words.say('broken.review', { id: row.action_id })}</Button>
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
