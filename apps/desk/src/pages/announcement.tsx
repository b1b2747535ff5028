// One announcement: what it says, how far each organisation is, and who has not acknowledged it.
import type { ResponseOf } from '@chappe/contract'
import { getDeskAnnouncement, listAnnouncementPeople, withdrawAnnouncement } from '@chappe/contract'
import { Badge, Button, ChoiceField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { Share } from '../announcements/share.tsx'
import { useDesk } from '../desk-context.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { Answer, Page } from '../page.tsx'
import { PartsOf, useParts } from '../parts.tsx'
import { paths } from '../paths.ts'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'
import { useAnswer } from '../use-answer.ts'
import { SEVERITY_TONES } from './announcements.tsx'

type Announcement = ResponseOf<typeof getDeskAnnouncement>
type People = ResponseOf<typeof listAnnouncementPeople>

/** The page. */
export function AnnouncementPage({ announcementId }: { announcementId: string }): ReactNode {
  const { words, ask, may } = useDesk()
  const [isEnding, setEnding] = useState(false)
  const params = { announcementId }
  const asked = useAnswer(`announcement ${announcementId}`, () => ask(getDeskAnnouncement, { params }))
  const { answer } = asked
  const title = answer === undefined ? words.say('place.announcements') : words.language === 'fr' ? answer.title_fr : answer.title_en
  return (
    <Page
      title={title}
      acts={
        <>
          <Button onPress={asked.askAgain}>{words.say('announce.refresh')}</Button>
          {answer !== undefined && answer.state !== 'withdrawn' && may(withdrawAnnouncement) ? <Button onPress={() => setEnding(true)}>{words.say('announce.withdraw')}</Button> : null}
        </>
      }
    >
      <Answer asked={asked}>
        {(found) => (
          <>
            <Facts found={found} />
            <Organisations found={found} />
            <Unacknowledged announcementId={announcementId} />
          </>
        )}
      </Answer>
      {isEnding ? (
        <ActForm
          title={words.say('announce.withdraw')}
          explanation={words.say('announce.withdrawWhy')}
          button={words.say('announce.withdraw')}
          onClose={() => {
            setEnding(false)
            asked.askAgain()
          }}
          act={async (reason) => {
            await ask(withdrawAnnouncement, { params, body: reason })
          }}
        />
      ) : null}
    </Page>
  )
}

function Facts({ found }: { found: Announcement }): ReactNode {
  const { words } = useDesk()
  return (
    <>
      <div className="row">
        <Badge tone={SEVERITY_TONES[found.severity]}>{words.say(`severity.${found.severity}`)}</Badge>
        <Badge tone={found.state === 'withdrawn' ? 'soft' : found.state === 'sent' ? 'good' : 'warn'}>{words.say(`announceState.${found.state}`)}</Badge>
        <span className="soft">
          {words.moment(found.created_at_ms)}, <span className="fixed">{found.created_by}</span>
        </span>
        {found.state === 'waiting' ? <a href={paths.requests()}>{words.say('place.requests')}</a> : null}
      </div>
      <dl className="card facts">
        <dt>{words.say('announce.audience')}</dt>
        <dd>{[words.say(`audience.${found.audience.kind}`), found.audience.names.join(', ')].filter((each) => each !== '').join(': ')}</dd>
        <dt>{words.say('announce.told')}</dt>
        <dd>
          <Share part={found.told} whole={found.recipients} />
        </dd>
        {found.must_acknowledge ? (
          <>
            <dt>{words.say('announce.acknowledged')}</dt>
            <dd>
              <Share part={found.acknowledged} whole={found.recipients} />
            </dd>
            <dt>{words.say('announce.deadline')}</dt>
            <dd>{found.deadline_ms === null ? words.say('account.noEnd') : words.day(found.deadline_ms)}</dd>
            <dt>{words.say('announce.reminders')}</dt>
            <dd>
              {words.number(found.reminders)}
              {found.next_reminder_at_ms === null ? '' : `, ${words.say('announce.nextReminder', { moment: words.moment(found.next_reminder_at_ms) })}`}
            </dd>
          </>
        ) : null}
      </dl>
      <div className="two">
        <article className="card stack-tight" lang="fr">
          <h2>{found.title_fr}</h2>
          <p className="note-text">{found.body_fr}</p>
        </article>
        <article className="card stack-tight" lang="en">
          <h2>{found.title_en}</h2>
          <p className="note-text">{found.body_en}</p>
        </article>
      </div>
    </>
  )
}

function Organisations({ found }: { found: Announcement }): ReactNode {
  const { words } = useDesk()
  return (
    <section className="stack">
      <h2>{words.say('announce.byOrganisation')}</h2>
      <DeskTable
        caption={words.say('announce.byOrganisation')}
        rows={found.organisations}
        keyOf={(row) => row.organisation_id ?? ''}
        empty={words.say('announce.nobodyYet')}
        file={`announcement-${found.announcement_id}-organisations.csv`}
        columns={[
          { key: 'name', label: words.say('account.organisation'), text: (row) => row.name ?? words.say('account.noOrganisation') },
          { key: 'recipients', label: words.say('announce.recipients'), text: (row) => row.recipients },
          { key: 'told', label: words.say('announce.told'), text: (row) => row.told },
          { key: 'acknowledged', label: words.say('announce.acknowledged'), text: (row) => row.acknowledged },
          { key: 'share', label: words.say('announce.percent'), text: (row) => Math.floor((row.acknowledged / Math.max(1, row.recipients)) * 100), show: (row) => <Share part={row.acknowledged} whole={row.recipients} /> },
        ]}
      />
    </section>
  )
}

const FILTERS = ['false', 'true'] as const

function Unacknowledged({ announcementId }: { announcementId: string }): ReactNode {
  const { words, ask } = useDesk()
  const [filter, setFilter] = useState<(typeof FILTERS)[number]>('false')
  const moments = useMoments<People['people'][number]>()
  const get = (from?: string) => ask(listAnnouncementPeople, { params: { announcementId }, query: { acknowledged: filter, limit: '200', ...(from === undefined ? {} : { from }) } })
  const parts = useParts(`people ${announcementId} ${filter}`, get)
  return (
    <section className="stack">
      <h2>{words.say('announce.people')}</h2>
      <div className="row no-print">
        <ChoiceField label={words.say('reports.show')} name="acknowledged" value={filter} onChange={setFilter} choices={FILTERS.map((value) => ({ value, label: words.say(`announce.filter.${value}`) }))} />
      </div>
      <PartsOf parts={parts}>
        {(all) => (
          <DeskTable
            caption={words.say('announce.people')}
            rows={all.flatMap((page) => page.people)}
            keyOf={(row) => row.user_id}
            empty={words.say('announce.nobodyLike')}
            file={`announcement-${announcementId}-people.csv`}
            columns={[
              { key: 'who', label: words.say('alerts.account'), text: (row) => row.user_id, show: (row) => <a className="fixed" href={paths.account(row.user_id)}>{row.user_id}</a> },
              { key: 'organisation', label: words.say('account.organisation'), text: (row) => row.organisation_id ?? '' },
              moments('told', words.say('announce.toldAt'), (row) => row.told_at_ms, words.say('account.never')),
              moments('acknowledged', words.say('announce.acknowledgedAt'), (row) => row.acknowledged_at_ms, words.say('account.never')),
            ]}
          />
        )}
      </PartsOf>
    </section>
  )
}
