// What the server has noticed by itself, or an owner has said: tokens and passkeys that somebody else has too, takeovers.
import type { ResponseOf } from '@chappe/contract'
import { decideDeskAlert, listDeskAlerts } from '@chappe/contract'
import { Badge, Button, ChoiceField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import { ExerciseBadge } from '../drills/exercise.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { useOverview } from '../overview/use-overview.tsx'
import { Page } from '../page.tsx'
import { PartsOf, useParts } from '../parts.tsx'
import { paths } from '../paths.ts'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'
import { wordAlert, wordAlertDetail } from '../word-names.ts'

type Alerts = ResponseOf<typeof listDeskAlerts>
type Alert = Alerts['alerts'][number]

const FILTERS = ['open', 'done'] as const

/** The page. */
export function AlertsPage(): ReactNode {
  const { words, ask } = useDesk()
  const { numbers, askAgain } = useOverview()
  const [filter, setFilter] = useState<(typeof FILTERS)[number]>('open')
  const [decided, setDecided] = useState<Alert | undefined>(undefined)
  const get = (from?: string) => ask(listDeskAlerts, { params: {}, query: { state: filter, ...(from === undefined ? {} : { from }), limit: '100' } })
  const parts = useParts(`alerts ${filter} ${JSON.stringify(numbers?.alerts)}`, get)
  return (
    <Page title={words.say('place.alerts')}>
      <p className="soft">{words.say('alerts.what')}</p>
      <div className="row no-print">
        <ChoiceField label={words.say('alerts.show')} name="state" value={filter} onChange={setFilter} choices={FILTERS.map((value) => ({ value, label: words.say(`alerts.state.${value}`) }))} />
      </div>
      <PartsOf parts={parts}>
        {(all) => <AlertsTable rows={all.flatMap((page) => page.alerts)} isOpen={filter === 'open'} onDecide={setDecided} />}
      </PartsOf>
      {decided === undefined ? null : (
        <ActForm
          title={words.say('alerts.decideTitle', { id: decided.alert_id })}
          explanation={words.say('alerts.decideWhy')}
          button={words.say('alerts.decide')}
          act={async (reason) => {
            await ask(decideDeskAlert, { params: { alertId: String(decided.alert_id) }, body: reason })
          }}
          onClose={() => {
            setDecided(undefined)
            parts.askAgain()
            askAgain()
          }}
        />
      )}
    </Page>
  )
}

function AlertsTable({ rows, isOpen, onDecide }: { rows: readonly Alert[]; isOpen: boolean; onDecide: (alert: Alert) => void }): ReactNode {
  const { words } = useDesk()
  const moments = useMoments<Alert>()
  return (
    <DeskTable
      caption={words.say('place.alerts')}
      rows={rows}
      keyOf={(row) => String(row.alert_id)}
      empty={words.say('alerts.none')}
      file="alerts.csv"
      columns={[
        moments('at', words.say('audit.at'), (row) => row.at_ms),
        { key: 'what', label: words.say('audit.what'), text: (row) => `${row.is_exercise ? `${words.say('exercise.mark')}: ` : ''}${wordAlert(row.kind, words.say)}`, show: (row) => <What alert={row} /> },
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
          text: (row) => wordAlertDetail(row.detail, words.say),
        },
        isOpen
          ? { key: 'acts', label: words.say('device.acts'), text: () => '', show: (row) => <Decide alert={row} onDecide={onDecide} /> }
          : { key: 'by', label: words.say('alerts.handled'), text: (row) => row.handled_by ?? '', show: (row) => <Handled alert={row} /> },
      ]}
    />
  )
}

function Decide({ alert, onDecide }: { alert: Alert; onDecide: (alert: Alert) => void }): ReactNode {
  const { words, may, me } = useDesk()
  if (!may(decideDeskAlert)) return null
  if (alert.user_id === me.userId) return <span className="soft">{words.say('own.other')}</span>
  return <Button onPress={() => onDecide(alert)}>{words.say('alerts.decide')}</Button>
}

function What({ alert }: { alert: Alert }): ReactNode {
  const { words } = useDesk()
  return (
    <>
      {alert.is_exercise ? <ExerciseBadge /> : null} <Badge tone={alert.handled_at_ms === null ? 'bad' : 'soft'}>{wordAlert(alert.kind, words.say)}</Badge>
    </>
  )
}

function Handled({ alert }: { alert: Alert }): ReactNode {
  const { words } = useDesk()
  return (
    <span className="stack-tight">
      <span className="fixed">{alert.handled_by}</span>
      {alert.handled_at_ms === null ? null : <span className="soft">{words.moment(alert.handled_at_ms)}</span>}
      {alert.case_id === null ? null : <a href={paths.case(alert.case_id)}>{words.say('case.untitled', { id: alert.case_id })}</a>}
    </span>
  )
}
