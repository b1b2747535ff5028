// What the server has noticed by itself, or an owner has said: tokens and passkeys that somebody else has too, takeovers.
import type { ResponseOf } from '@chappe/contract'
import { listDeskAlerts } from '@chappe/contract'
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { Answer, Page } from '../page.tsx'
import { paths } from '../paths.ts'
import { useAnswer } from '../use-answer.ts'
import { wordAlert } from '../word-names.ts'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'

type Alerts = ResponseOf<typeof listDeskAlerts>

/** The page. */
export function AlertsPage(): ReactNode {
  const { words, ask } = useDesk()
  const [more, setMore] = useState<Alerts[]>([])
  const get = (from?: string) => ask(listDeskAlerts, { params: {}, query: { ...(from === undefined ? {} : { from }), limit: '100' } })
  const asked = useAnswer('alerts', () => {
    setMore([])
    return get()
  })
  return (
    <Page title={words.say('place.alerts')}>
      <p className="soft">{words.say('alerts.what')}</p>
      <Answer asked={asked}>
        {(first) => {
          const pages = [first, ...more]
          const next = pages.at(-1)?.next
          return (
            <>
              <AlertsTable rows={pages.flatMap((page) => page.alerts)} />
              {next === undefined ? null : (
                <div className="row">
                  <Button onPress={() => void get(next).then((page) => setMore((before) => [...before, page]))}>{words.say('desk.more')}</Button>
                </div>
              )}
            </>
          )
        }}
      </Answer>
    </Page>
  )
}

function AlertsTable({ rows }: { rows: Alerts['alerts'] }): ReactNode {
  const { words } = useDesk()
  const moments = useMoments<Alerts['alerts'][number]>()
  return (
    <DeskTable
      caption={words.say('place.alerts')}
      rows={rows}
      keyOf={(row) => String(row.alert_id)}
      empty={words.say('alerts.none')}
      columns={[
        moments('at', words.say('audit.at'), (row) => row.at_ms),
        { key: 'what', label: words.say('audit.what'), text: (row) => wordAlert(row.kind, words.say) },
        {
          key: 'who',
          label: words.say('alerts.account'),
          text: (row) => row.user_id ?? '',
          show: (row) => (row.user_id === null ? null : <a className="fixed" href={paths.account(row.user_id)}>{row.user_id}</a>),
        },
        { key: 'device', label: words.say('alerts.device'), text: (row) => row.device_id, show: (row) => <span className="fixed">{row.device_id}</span> },
        {
          key: 'detail',
          label: words.say('alerts.detail'),
          text: (row) => Object.entries(row.detail).map(([name, value]) => `${name}: ${value}`).join(', '),
        },
      ]}
    />
  )
}
