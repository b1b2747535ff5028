// What the desk tells many people, and how many of them have said that they have read it.
import type { ResponseOf } from '@chappe/contract'
import { listDeskAnnouncements, publishAnnouncement } from '@chappe/contract'
import { Badge, Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { AnnouncementForm } from '../announcements/announcement-form.tsx'
import { Share } from '../announcements/share.tsx'
import { useDesk } from '../desk-context.tsx'
import { Page } from '../page.tsx'
import { PartsOf, useParts } from '../parts.tsx'
import { paths } from '../paths.ts'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'

type Announcements = ResponseOf<typeof listDeskAnnouncements>
type Announcement = Announcements['announcements'][number]

/** The page. */
export function AnnouncementsPage(): ReactNode {
  const { words, ask, may } = useDesk()
  const [isWriting, setWriting] = useState(false)
  const get = (from?: string) => ask(listDeskAnnouncements, { params: {}, query: { limit: '50', ...(from === undefined ? {} : { from }) } })
  const parts = useParts('announcements', get)
  return (
    <Page
      title={words.say('place.announcements')}
      acts={
        may(publishAnnouncement) ? (
          <Button kind="main" onPress={() => setWriting(true)}>
            {words.say('announce.new')}
          </Button>
        ) : undefined
      }
    >
      <p className="soft">{words.say('announce.what')}</p>
      <PartsOf parts={parts}>
        {(all) => <AnnouncementsTable rows={all.flatMap((page) => page.announcements)} />}
      </PartsOf>
      {isWriting ? (
        <AnnouncementForm
          onClose={() => {
            setWriting(false)
            parts.askAgain()
          }}
        />
      ) : null}
    </Page>
  )
}

function AnnouncementsTable({ rows }: { rows: readonly Announcement[] }): ReactNode {
  const { words } = useDesk()
  const moments = useMoments<Announcement>()
  const titleOf = (row: Announcement): string => (words.language === 'fr' ? row.title_fr : row.title_en)
  return (
    <DeskTable
      caption={words.say('place.announcements')}
      rows={rows}
      keyOf={(row) => String(row.announcement_id)}
      empty={words.say('announce.none')}
      file="announcements.csv"
      columns={[
        moments('at', words.say('audit.at'), (row) => row.created_at_ms),
        { key: 'title', label: words.say('case.title'), text: titleOf, show: (row) => <a href={paths.announcement(row.announcement_id)}>{titleOf(row)}</a> },
        { key: 'severity', label: words.say('announce.severity'), text: (row) => words.say(`severity.${row.severity}`), show: (row) => <Badge tone={SEVERITY_TONES[row.severity]}>{words.say(`severity.${row.severity}`)}</Badge> },
        { key: 'for', label: words.say('announce.audience'), text: (row) => [words.say(`audience.${row.audience.kind}`), row.audience.names.join(', ')].filter((each) => each !== '').join(': ') },
        { key: 'state', label: words.say('account.state'), text: (row) => words.say(`announceState.${row.state}`) },
        { key: 'told', label: words.say('announce.told'), text: (row) => row.told, show: (row) => <Share part={row.told} whole={row.recipients} /> },
        {
          key: 'acknowledged',
          label: words.say('announce.acknowledged'),
          text: (row) => row.acknowledged,
          show: (row) => (row.must_acknowledge ? <Share part={row.acknowledged} whole={row.recipients} /> : <span className="soft">{words.say('announce.neednot')}</span>),
        },
      ]}
    />
  )
}

/** How a severity looks. */
export const SEVERITY_TONES = { info: 'plain', warning: 'warn', critical: 'bad' } as const
