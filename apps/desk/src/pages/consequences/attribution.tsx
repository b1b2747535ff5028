// Who was shown what has leaked.
import type { ResponseOf } from '@chappe/contract'
import { getAttribution } from '@chappe/contract'
import { Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useDesk } from '../../desk-context.tsx'
import { Answer, Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { DeskTable, useMoments } from '../../tables/desk-table.tsx'
import { useAnswer } from '../../use-answer.ts'
import { PrintButton } from './consequences.tsx'

type Attribution = ResponseOf<typeof getAttribution>
type Suspect = Attribution['ranked'][number]

/** The page. */
export function AttributionPage({ requestId }: { requestId: string }): ReactNode {
  const { words, ask } = useDesk()
  const { say } = words
  const asked = useAnswer(requestId, () => ask(getAttribution, { params: { requestId } }))
  return (
    <Page title={say('leaks.result', { id: requestId })} acts={<PrintButton />}>
      <Answer asked={asked}>
        {(found) => (
          <>
            <p>{say('leaks.counts', found.sessions)}</p>
            {found.is_cut ? <Notice tone="warn">{say('leaks.cut')}</Notice> : null}
            {found.is_whole ? null : <Notice tone="bad">{say('leaks.gap')}</Notice>}
            <p className="soft">{say('leaks.honest')}</p>
            <section className="stack">
              <h2>{say('leaks.ranked')}</h2>
              <RankedTable found={found} requestId={requestId} />
            </section>
            <section className="stack">
              <h2>{say('leaks.targets')}</h2>
              <DeskTable
                caption={say('leaks.targets')}
                rows={found.targets}
                keyOf={(row) => row.event_id ?? row.mxc ?? ''}
                empty={say('leaks.none')}
                columns={[
                  { key: 'target', label: say('leaks.target'), text: (row) => row.event_id ?? row.mxc ?? '', show: (row) => <span className="fixed">{row.event_id ?? row.mxc}</span> },
                  { key: 'readers', label: say('leaks.readers'), text: (row) => row.readers },
                ]}
              />
            </section>
          </>
        )}
      </Answer>
    </Page>
  )
}

function RankedTable({ found, requestId }: { found: Attribution; requestId: string }): ReactNode {
  const { words } = useDesk()
  const { say } = words
  const moments = useMoments<Suspect>()
  return (
    <DeskTable
      caption={say('leaks.ranked')}
      rows={found.ranked}
      keyOf={(row) => `${row.user_id} ${row.device_id ?? ''} ${row.first_at_ms}`}
      empty={say('leaks.none')}
      file={`leak-${requestId}.csv`}
      columns={[
        { key: 'account', label: say('leaks.account'), text: (row) => row.user_id, show: (row) => <Link href={paths.account(row.user_id)}>{row.display_name ?? row.user_id}</Link> },
        { key: 'session', label: say('leaks.session'), text: (row) => row.device_name ?? row.device_id ?? '' },
        { key: 'covered', label: say('leaks.covered'), text: (row) => row.covered, show: (row) => say('leaks.coveredOf', { covered: row.covered, all: found.targets.length }) },
        { key: 'vague', label: say('leaks.vague'), text: (row) => row.vague },
        { key: 'wrote', label: say('leaks.wrote'), text: (row) => row.wrote },
        { key: 'reads', label: say('leaks.reads'), text: (row) => row.reads },
        moments('first', say('leaks.first'), (row) => row.first_at_ms),
        moments('last', say('leaks.last'), (row) => row.last_at_ms),
        { key: 'addresses', label: say('leaks.addresses'), text: (row) => row.addresses.join(' ') },
      ]}
    />
  )
}
