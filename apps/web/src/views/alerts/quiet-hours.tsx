// Quiet hours, and quiet for a while.
import type { QuietHours } from '@chappe/core'
import { Button } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useApp, useLive } from '../app-context.tsx'
import { showOwnStatus } from '../person/own-status-shown.ts'
import { Choice } from '../settings/choice.tsx'
import { WeekFields } from './week-fields.tsx'

const HOUR_MS = 3_600_000
const MORNING_HOUR = 8
const EVENING = { days: [1, 2, 3, 4, 5], fromMinute: 19 * 60, toMinute: 8 * 60 }

/** When alerts wait: one of three, so that no two of them are at odds. */
const WHEN = ['never', 'availability', 'hours'] as const
type When = (typeof WHEN)[number]

const CHANGES: Readonly<Record<When, Partial<QuietHours>>> = {
  never: { isOn: false, followsAvailability: false },
  availability: { isOn: true, followsAvailability: true },
  hours: { isOn: true, followsAvailability: false },
}

/** When alerts wait by themselves. */
export function QuietHoursFields({ save }: { save: (work: Promise<unknown>) => void }): ReactNode {
  const { model, words } = useApp()
  const quiet = useLive(model.alerts.quiet)
  const [span = EVENING] = quiet.spans
  const when: When = !quiet.isOn ? 'never' : quiet.followsAvailability ? 'availability' : 'hours'
  const change = (part: Partial<QuietHours>): void => save(model.alerts.setQuiet(part))
  return (
    <>
      <Choice
        label={words.say('alerts.quiet.when')}
        value={when}
        onChange={(next) => change({ ...CHANGES[next], spans: quiet.spans.length === 0 ? [EVENING] : quiet.spans })}
        choices={WHEN.map((value) => ({ value, label: words.say(`alerts.quiet.when.${value}`), help: value === 'availability' ? words.say('alerts.quiet.when.availability.help') : undefined }))}
      />
      {when === 'availability' ? (
        <div>
          <Button onPress={showOwnStatus}>{words.say('own.open')}</Button>
        </div>
      ) : null}
      {when === 'hours' ? (
        <WeekFields span={span} timeZone={quiet.timeZone} onSpan={(next) => change({ spans: [next, ...quiet.spans.slice(1)] })} onTimeZone={(timeZone) => change({ timeZone })} />
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
