// Quiet hours, and quiet for a while.
import type { QuietHours } from '@chappe/core'
import { formatMinute, parseMinute } from '@chappe/core'
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useApp, useLive } from '../app-context.tsx'
import { Switch } from './switch.tsx'

const HOUR_MS = 3_600_000
const MORNING_HOUR = 8
const EVENING = { days: [1, 2, 3, 4, 5], fromMinute: 19 * 60, toMinute: 8 * 60 }
/** A week that begins with a Monday. */
const MONDAY_MS = Date.UTC(2024, 0, 1)
const DAY_MS = 24 * HOUR_MS

/** The hours of the week. */
export function QuietHoursFields({ save }: { save: (work: Promise<unknown>) => void }): ReactNode {
  const { model, words } = useApp()
  const quiet = useLive(model.alerts.quiet)
  const [span = EVENING] = quiet.spans
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const change = (part: Partial<QuietHours>): void => save(model.alerts.setQuiet(part))
  const changeSpan = (part: Partial<typeof span>): void => change({ spans: [{ ...span, ...part }, ...quiet.spans.slice(1)] })
  const setTime = (key: 'fromMinute' | 'toMinute', text: string): void => {
    const minute = parseMinute(text)
    if (minute !== undefined) changeSpan({ [key]: minute })
  }
  return (
    <>
      <Switch label={words.say('alerts.quiet.on')} isOn={quiet.isOn} onChange={(isOn) => change({ isOn, spans: quiet.spans.length === 0 ? [EVENING] : quiet.spans })} />
      {quiet.isOn ? (
        <>
          <fieldset className="alerts-days">
            <legend>{words.say('alerts.quiet.days')}</legend>
            {[1, 2, 3, 4, 5, 6, 7].map((day) => (
              <label key={day} className="alerts-day">
                <input
                  type="checkbox"
                  checked={span.days.includes(day)}
                  onChange={(event) => changeSpan({ days: event.target.checked ? [...span.days, day].toSorted((a, b) => a - b) : span.days.filter((each) => each !== day) })}
                />
                <span>{wordDay(day, words.language)}</span>
              </label>
            ))}
          </fieldset>
          <div className="alerts-times">
            <label>
              {words.say('alerts.quiet.from')}
              <input type="time" value={formatMinute(span.fromMinute)} onChange={(event) => setTime('fromMinute', event.target.value)} />
            </label>
            <label>
              {words.say('alerts.quiet.to')}
              <input type="time" value={formatMinute(span.toMinute)} onChange={(event) => setTime('toMinute', event.target.value)} />
            </label>
            {span.toMinute <= span.fromMinute ? <p className="soft">{words.say('alerts.quiet.overnight')}</p> : null}
          </div>
          <div className="row">
            <span className="soft">{words.say('alerts.quiet.zone', { zone: quiet.timeZone })}</span>
            {here === quiet.timeZone ? null : (
              <Button kind="plain" onPress={() => change({ timeZone: here })}>
                {words.say('alerts.quiet.zoneHere', { zone: here })}
              </Button>
            )}
          </div>
        </>
      ) : null}
    </>
  )
}

/** Quiet from now on, for a while. */
export function MuteForAWhile({ save }: { save: (work: Promise<unknown>) => void }): ReactNode {
  const { model, words } = useApp()
  const { mutedUntilMs } = useLive(model.alerts.quiet)
  const mute = (untilMs: number): void => save(model.alerts.setQuiet({ mutedUntilMs: untilMs }))
  if (mutedUntilMs > Date.now()) {
    return (
      <div className="row">
        <span role="status">{words.say('alerts.mute.until', { moment: words.moment(mutedUntilMs) })}</span>
        <Button onPress={() => mute(0)}>{words.say('alerts.mute.end')}</Button>
      </div>
    )
  }
  return (
    <div className="row" role="group" aria-label={words.say('alerts.mute')}>
      <Button onPress={() => mute(Date.now() + HOUR_MS)}>{words.say('alerts.mute.hour')}</Button>
      <Button onPress={() => mute(tomorrowMorning())}>{words.say('alerts.mute.tomorrow')}</Button>
    </div>
  )
}

function tomorrowMorning(): number {
  const day = new Date()
  day.setDate(day.getDate() + 1)
  return day.setHours(MORNING_HOUR, 0, 0, 0)
}

function wordDay(day: number, language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(MONDAY_MS + (day - 1) * DAY_MS)
}
