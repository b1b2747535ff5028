// The settings of alerts.
import './alerts.css'
import { Button, Notice } from '@chappe/ui'
import type { ReactNode } from 'react'
import { ALERT_LEVELS } from '../../viewmodels/alerts.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Choice } from '../settings/choice.tsx'
import { Keywords } from './keywords.tsx'
import { MuteForAWhile, QuietHoursFields } from './quiet-hours.tsx'
import { Switch } from './switch.tsx'
import { useSave } from './use-save.ts'

/** What this device does, what alerts anywhere, when nothing does, and mails. */
export function AlertsSection(): ReactNode {
  const { model, words } = useApp()
  const { everywhere } = useLive(model.alerts.rules)
  const isMailWanted = useLive(model.alerts.missedMail)
  const areWakesWanted = useLive(model.alerts.wakes)
  const { isWrong, save } = useSave()
  return (
    <>
      {isWrong ? (
        <Notice tone="bad">
          <p>{words.say('alerts.failed')}</p>
        </Notice>
      ) : null}
      <Group title={words.say('alerts.device')}>
        <PushState />
        <Device />
      </Group>
      <Group title={words.say('alerts.what')} help={words.say('alerts.what.help')}>
        <Choice
          label={words.say('alerts.level')}
          value={everywhere}
          onChange={(level) => save(model.alerts.setEverywhere(level))}
          choices={ALERT_LEVELS.map((value) => ({ value, label: words.say(`alerts.level.${value}`), help: value === 'mentions' ? words.say('alerts.level.mentions.help') : undefined }))}
        />
      </Group>
      <Group title={words.say('alerts.keywords')} help={words.say('alerts.keywords.help')}>
        <Keywords save={save} />
      </Group>
      <Group title={words.say('alerts.quiet')} help={words.say('alerts.quiet.help')}>
        <MuteForAWhile save={save} />
        <QuietHoursFields save={save} />
      </Group>
      <Group title={words.say('alerts.wakes')} help={words.say('alerts.wakes.help')}>
        <Switch label={words.say('alerts.wakes.on')} isOn={areWakesWanted} onChange={(isOn) => save(model.alerts.setWakes(isOn))} />
      </Group>
      <Group title={words.say('alerts.mail')} help={words.say('alerts.mail.help')}>
        <Switch label={words.say('alerts.mail.on')} isOn={isMailWanted} onChange={(isOn) => save(model.alerts.setMissedMail(isOn))} />
      </Group>
    </>
  )
}

function Group({ title, help, children }: { title: string; help?: string; children: ReactNode }): ReactNode {
  return (
    <section className="alerts-group">
      <h2>{title}</h2>
      {help === undefined ? null : <p className="soft">{help}</p>}
      {children}
    </section>
  )
}

/** How it stands with the tab closed, and what can be done about it. */
function PushState(): ReactNode {
  const { model, words } = useApp()
  const state = useLive(model.alerts.webPush)
  const deafRooms = useLive(model.alerts.deafRooms)
  const canTurnOn = state === 'off' || state === 'failed' || state === 'working'
  return (
    <div className="alerts-group">
      <h3>{words.say('alerts.push')}</h3>
      <p className="soft">{words.say('alerts.push.help')}</p>
      <p role="status">{words.say(`alerts.push.state.${state}`)}</p>
      {deafRooms > 0 && state !== 'unavailable' && state !== 'unsupported' ? <p className="soft">{words.say('alerts.push.deaf', { count: deafRooms })}</p> : null}
      <div className="row">
        {canTurnOn ? (
          <Button kind="main" isBusy={state === 'working'} onPress={() => void model.alerts.turnOnPush(words.language)}>
            {words.say('alerts.push.turnOn')}
          </Button>
        ) : null}
        {state === 'on' ? <Button onPress={() => void model.alerts.turnOffPush()}>{words.say('alerts.push.turnOff')}</Button> : null}
      </div>
    </div>
  )
}

function Device(): ReactNode {
  const { model, words } = useApp()
  const { show, sound } = useLive(model.alerts.wishes)
  return (
    <>
      <Choice
        label={words.say('alerts.show')}
        value={show}
        onChange={(value) => model.alerts.setWishes({ show: value })}
        choices={(['nothing', 'place'] as const).map((value) => ({ value, label: words.say(`alerts.show.${value}`), help: words.say(`alerts.show.${value}.help`) }))}
      />
      <Switch label={words.say('alerts.sound')} isOn={sound} onChange={(isOn) => model.alerts.setWishes({ sound: isOn })} />
    </>
  )
}
