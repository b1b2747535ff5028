// The export of a conversation, beside it.
import { Button, ChoiceField, Notice, TextField, Waiting } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import type { ExportModel } from '../../viewmodels/media/export.ts'
import { EXPORT_BYTES_MAX, EXPORT_MESSAGES_MAX } from '../../viewmodels/media/export.ts'
import type { ExportFormat, ExportWords } from '../../viewmodels/media/export-render.ts'
import { useApp, useLive } from '../app-context.tsx'
import type { PanelProps } from '../frame/panel-props.ts'
import { wordBody } from '../word-body.ts'
import './media.css'
import { saveBlob } from './save.ts'
import { wordBytes } from './word-file.ts'

const FORMATS: readonly ExportFormat[] = ['html', 'text', 'json']
const DAY_MS = 24 * 3600_000

/** The panel. */
export function ExportPanel({ roomId, conversation }: PanelProps): ReactNode {
  const { model, words } = useApp()
  const { room } = useLive(conversation.state)
  const [exporting, setExporting] = useState<ExportModel>()
  useEffect(() => {
    const opened = model.files.openExport(roomId)
    setExporting(opened)
    return () => opened?.close()
  }, [model, roomId])
  return exporting === undefined ? <Waiting label={words.say('app.loading')} /> : <Export exporting={exporting} name={room?.name ?? ''} />
}

function Export({ exporting, name }: { exporting: ExportModel; name: string }): ReactNode {
  const { model, words } = useApp()
  const state = useLive(exporting.state)
  const [format, setFormat] = useState<ExportFormat>('html')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [withFiles, setWithFiles] = useState(false)
  const isRunning = state.kind === 'touching' || state.kind === 'reading' || state.kind === 'fetching'

  const begin = (): void => {
    const spoken: ExportWords = {
      language: words.language,
      title: name,
      made: words.say('export.made', { moment: words.moment(Date.now()), name: model.userId }),
      wordOf: ({ body }) => wordBody(body, words.say),
      moment: words.moment,
      missing: words.say('export.noFiles'),
    }
    const toMs = dayOf(to)
    void exporting.begin({ format, fromMs: dayOf(from), toMs: toMs === undefined ? undefined : toMs + DAY_MS, withFiles }, spoken)
  }

  return (
    <form
      className="export"
      onSubmit={(event) => {
        event.preventDefault()
        begin()
      }}
    >
      <Notice tone="warn">
        <p>{words.say('export.warning')}</p>
      </Notice>
      <ChoiceField label={words.say('export.format')} name="format" value={format} onChange={setFormat} choices={FORMATS.map((each) => ({ value: each, label: words.say(`export.format.${each}`) }))} />
      <div className="export-period">
        <TextField label={words.say('export.from')} name="from" type="date" value={from} onChange={setFrom} />
        <TextField label={words.say('export.to')} name="to" type="date" value={to} onChange={setTo} />
      </div>
      <label className="row">
        <input type="checkbox" checked={withFiles} onChange={({ target }) => setWithFiles(target.checked)} />
        {words.say('export.attachments')}
      </label>
      <p className="soft file-about">{words.say('export.limits', { messages: words.number(EXPORT_MESSAGES_MAX), size: wordBytes(EXPORT_BYTES_MAX, words) })}</p>
      <div className="row">
        <Button kind="main" type="submit" isBusy={isRunning}>
          {words.say('export.begin')}
        </Button>
        {isRunning ? <Button onPress={exporting.cancel}>{words.say('export.cancel')}</Button> : null}
      </div>
      <Progress exporting={exporting} name={name} />
    </form>
  )
}

function Progress({ exporting, name }: { exporting: ExportModel; name: string }): ReactNode {
  const { words } = useApp()
  const state = useLive(exporting.state)
  switch (state.kind) {
    case 'idle':
      return null
    case 'touching':
      return <p role="status">{words.say('export.touch')}</p>
    case 'reading':
      return <p role="status">{words.say('export.reading', { count: state.messages })}</p>
    case 'fetching':
      return (
        <div role="status">
          <p>{words.say('export.fetching', { done: state.done + 1, total: state.total })}</p>
          <progress className="upload-progress" value={state.done} max={state.total} aria-label={words.say('export.title')} />
        </div>
      )
    case 'failed':
      return (
        <Notice tone="bad">
          <p>{words.say('export.failed')}</p>
        </Notice>
      )
    case 'done':
      return (
        <Notice tone="good">
          <p>{words.say('export.done', { messages: state.messages, files: state.files })}</p>
          {state.missing > 0 ? <p>{words.say('export.missing', { count: state.missing })}</p> : null}
          {state.isCut ? <p>{words.say('export.cut')}</p> : null}
          <Button kind="main" onPress={() => saveBlob(state.archive, `${name === '' ? 'chappe' : name.replaceAll(/[^\p{L}\p{N} _-]/gu, '_').slice(0, 60)}.zip`)}>
            {words.say('export.save')}
          </Button>
        </Notice>
      )
  }
}

/** The beginning of a day where one is; undefined where none is named. */
function dayOf(text: string): number | undefined {
  const ms = text === '' ? Number.NaN : new Date(`${text}T00:00`).getTime()
  return Number.isNaN(ms) ? undefined : ms
}
