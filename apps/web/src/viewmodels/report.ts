// Reporting: what is about to be reported, and how far that is.
import { createStore } from 'zustand/vanilla'
import type { Live } from '../live.ts'
import type { Incident, Received, Reports, TrickedChoice } from '../session/reports.ts'

export type { TrickedChoice } from '../session/reports.ts'

/** The ways in which somebody is tricked, as people say it. */
export const TRICKED_CHOICES = ['gave_code', 'opened', 'sent_in_my_name'] as const satisfies readonly TrickedChoice[]

/** What is reported. */
export type ReportTarget =
  | { kind: 'message'; roomId: string; eventId: string; sender: string }
  | { kind: 'person'; userId: string; name: string }
  | { kind: 'room'; roomId: string; name: string }
  | { kind: 'sign_in'; deviceId: string; name: string }
  | { kind: 'tricked' }

/** How far it is. `stopping`: whoever was tricked is asked whether their account is to be stopped. */
export type ReportStep = 'telling' | 'sending' | 'failed' | 'told' | 'stopping' | 'stopped'

/** What is seen of it; nothing while nothing is reported. */
export interface ReportState {
  target: ReportTarget
  step: ReportStep
  received: Received | undefined
}

/** Reporting. */
export interface ReportModel {
  state: Live<ReportState | undefined>
  open(target: ReportTarget): void
  close(): void
  /** Tells about a message, a person, a room or a sign-in. */
  send(reason: string): Promise<void>
  /** Tells that one was tricked. */
  sendTricked(incident: Incident): Promise<void>
  /** Asks whether the account is to be stopped. */
  askToStop(): void
  /** Stops it. */
  stop(): Promise<void>
  /** Whether it was asked for here: the session may be over before the answer is there. */
  hasAskedToStop(): boolean
}

/** Makes the model. */
export function createReport(reports: Reports): ReportModel {
  const state = createStore<ReportState | undefined>(() => undefined)
  let hasAskedToStop = false
  const step = (next: ReportStep, received = state.getState()?.received): void => {
    const now = state.getState()
    if (now !== undefined) state.setState({ ...now, step: next, received }, true)
  }
  async function sending(work: () => Promise<Received | void>, done: ReportStep): Promise<void> {
    const before = state.getState()
    if (before === undefined || before.step === 'sending') return
    step('sending')
    try {
      const received = await work()
      step(done, received ?? before.received)
    } catch {
      hasAskedToStop = false
      step('failed')
    }
  }
  return {
    state,
    open: (target) => state.setState({ target, step: 'telling', received: undefined }, true),
    close: () => state.setState(undefined, true),
    send: (reason) =>
      sending(async () => {
        const target = state.getState()?.target
        if (target !== undefined) return tell(reports, target, reason)
      }, 'told'),
    sendTricked: (incident) => sending(() => reports.tricked(incident), 'told'),
    askToStop: () => step('stopping'),
    stop() {
      hasAskedToStop = true
      return sending(() => reports.stopMyAccount(), 'stopped')
    },
    hasAskedToStop: () => hasAskedToStop,
  }
}

function tell(reports: Reports, target: ReportTarget, reason: string): Promise<Received | void> {
  switch (target.kind) {
    case 'message':
      return reports.message(target.roomId, target.eventId, reason)
    case 'person':
      return reports.person(target.userId, reason)
    case 'room':
      return reports.room(target.roomId, reason)
    case 'sign_in':
      return reports.signIn(target.deviceId, reason)
    case 'tricked':
      return Promise.reject(new Error('that is told in another way'))
  }
}
