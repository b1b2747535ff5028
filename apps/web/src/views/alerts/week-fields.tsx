// Hours of the week: on which days, from when to when, by the time of which place.
import './alerts.css'
import type { WeekSpan } from '@chappe/core'
import { formatMinute, parseMinute } from '@chappe/core'
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useApp } from '../app-context.tsx'

const DAY_MS = 24 * 3_600_000
/** A week that begins with a Monday. */
const MONDAY_MS = Date.UTC(2024, 0, 1)

/** What the fields are given. */
export interface WeekFieldsProps {
  span: WeekSpan
  timeZone: string
  onSpan: (span: WeekSpan) => void
  onTimeZone: (timeZone: string) => void
}

/** The fields. */
export function WeekFields({ span, timeZone, onSpan, onTimeZone }: WeekFieldsProps): ReactNode {
  const { words } = useApp()
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const setTime = (key: 'fromMinute' | 'toMinute', text: string): void => {
    const minute = parseMinute(text)
    if (minute !== undefined) onSpan({ ...span, [key]: minute })
  }
  return (
    <>
      <fieldset className="alerts-days">
        <legend>{words.say('alerts.quiet.days')}</legend>
        {[1, 2, 3, 4, 5, 6, 7].map((day) => (
          <label key={day} className="alerts-day">
            <input
              type="checkbox"
              checked={span.days.includes(day)}
              onChange={(event) => onSpan({ ...span, days: event.target.checked ? [...span.days, day].toSorted((a, b) => a - b) : span.days.filter((each) => each !== day) })}
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
        <span className="soft">{words.say('alerts.quiet.zone', { zone: timeZone })}</span>
        {here === timeZone ? null : (
          <Button kind="plain" onPress={() => onTimeZone(here)}>
            {words.say('alerts.quiet.zoneHere', { zone: here })}
          </Button>
        )}
      </div>
    </>
  )
}

function wordDay(day: number, language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(MONDAY_MS + (day - 1) * DAY_MS)
}
