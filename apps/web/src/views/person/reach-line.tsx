// How somebody is to be reached now: out of office, or outside their working hours.
import type { Words } from '@chappe/ui'
import type { ReactNode } from 'react'
import type { Reach } from '../../viewmodels/person/reach.ts'
import type { WordKey } from '../../words/en.ts'
import { useApp } from '../app-context.tsx'
import { Icon } from '../icon.tsx'

/** As the other dates of the screen are written. */
const REGIONS = { fr: 'fr-FR', en: 'en-GB' } as const

/** The last day on which somebody is out of office, as people say it: by the days of where they are. */
export function wordLastDay(untilMs: number, { language }: Words<WordKey>, timeZone?: string): string {
  const format = new Intl.DateTimeFormat(REGIONS[language], { day: 'numeric', month: 'long', ...(timeZone === undefined ? {} : { timeZone }) })
  return format.format(untilMs - 1)
}

/** It in a few words; empty where nothing stands against writing to them. */
export function wordReach({ away, outsideAt }: Reach, words: Words<WordKey>): string {
  if (away !== undefined) return words.say('reach.away', { day: wordLastDay(away.untilMs, words, away.timeZone) })
  return outsideAt === undefined ? '' : words.say('reach.outside', { time: outsideAt })
}

/** A quiet mark beside a name: they are out of office. */
export function AwayMark({ untilMs }: { untilMs: number | undefined }): ReactNode {
  const { words } = useApp()
  if (untilMs === undefined) return null
  const label = words.say('reach.away', { day: wordLastDay(untilMs, words) })
  return (
    <span className="away-mark" title={label}>
      <Icon name="clock" />
      <span className="hidden-visually">{label}</span>
    </span>
  )
}
