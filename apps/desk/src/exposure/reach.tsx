// Whom the account could have found, and what of that is not on record and has to be assumed.
import type { ReactNode } from 'react'
import { useDesk } from '../desk-context.tsx'
import type { Findings } from './shapes.ts'

/** The part of the page. */
export function Reach({ people, previewable }: { people: Findings['reachable_people']; previewable: number | null }): ReactNode {
  const { words } = useDesk()
  const { say, number } = words
  if (people === null) return null
  return (
    <section className="stack">
      <h2>{say('reached.title')}</h2>
      <div className="card stack-tight">
        <p className="soft">{say('reached.why')}</p>
        <dl className="facts">
          <dt>{say('reached.all')}</dt>
          <dd>{number(people.all)}</dd>
          <dt>{say('reached.found')}</dt>
          <dd>{`${number(people.count)} (${say(`reachedScope.${people.scope}`)})`}</dd>
          <dt>{say('reached.inRooms')}</dt>
          <dd>{number(people.in_rooms)}</dd>
          <dt>{say('reached.byName')}</dt>
          <dd>{number(people.by_name)}</dd>
          <dt>{say('reached.listed')}</dt>
          <dd>{number(people.listed)}</dd>
          {people.assumed + people.listed_assumed === 0 ? null : (
            <>
              <dt>{say('reached.assumed')}</dt>
              <dd>{say('reached.assumedOf', { people: people.assumed, rooms: people.listed_assumed })}</dd>
            </>
          )}
          {previewable === null ? null : (
            <>
              <dt>{say('reached.previewable')}</dt>
              <dd>{number(previewable)}</dd>
            </>
          )}
          {people.pictures === null ? null : (
            <>
              <dt>{say('reached.pictures')}</dt>
              <dd>{number(people.pictures)}</dd>
            </>
          )}
        </dl>
        {people.assumptions.length === 0 ? null : (
          <>
            <p>{say('reached.unknown')}</p>
            <ul className="lines">
              {people.assumptions.map((each) => (
                <li key={each}>{say(`reachedAssumption.${each}`)}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  )
}
