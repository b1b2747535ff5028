// One's own name, picture, job and status.
import { Button, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useEffect, useId, useState } from 'react'
import { reachOf } from '../../viewmodels/person/reach.ts'
import type { About } from '../../viewmodels/types.ts'
import { useApp, useLive } from '../app-context.tsx'
import { Avatar } from '../avatar.tsx'
import { showOwnStatus } from '../person/own-status-shown.ts'
import { wordReach } from '../person/reach-line.tsx'

/** Name and picture, as others see them. */
export function ProfileSection(): ReactNode {
  const { model, words } = useApp()
  const { profile } = model.account
  const { name, canSetName, about } = useLive(profile.state)
  const [outcome, setOutcome] = useState<'saved' | 'failed'>()
  const save = (work: Promise<void>): void =>
    void work.then(
      () => setOutcome('saved'),
      () => setOutcome('failed'),
    )
  return (
    <>
      <Picture save={save} />
      {canSetName ? (
        <NameForm key={name} name={name} save={save} />
      ) : (
        <div className="stack-tight">
          <h2>{words.say('profile.name')}</h2>
          <p>{name}</p>
          <p className="soft">{words.say('profile.nameByDirectory')}</p>
        </div>
      )}
      <Job job={about.job} />
      <Status about={about} />
      {outcome === undefined ? null : (
        <Notice tone={outcome === 'saved' ? 'good' : 'bad'}>
          <p>{words.say(`profile.${outcome}`)}</p>
        </Notice>
      )}
      <div className="stack-tight">
        <h2>{words.say('profile.id')}</h2>
        <p className="fixed" translate="no">
          {model.userId}
        </p>
      </div>
    </>
  )
}

function NameForm({ name, save }: { name: string; save: (work: Promise<void>) => void }): ReactNode {
  const { model, words } = useApp()
  const [typed, setTyped] = useState(name)
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        save(model.account.profile.setName(typed))
      }}
    >
      <TextField label={words.say('profile.name')} help={words.say('profile.nameHelp')} name="name" value={typed} onChange={setTyped} maxLength={128} autoComplete="name" isRequired />
      <div>
        <Button kind="main" type="submit">
          {words.say('profile.save')}
        </Button>
      </div>
    </form>
  )
}

/** What one's organisation says that one does: it is changed there. */
function Job({ job }: { job: About['job'] }): ReactNode {
  const { words } = useApp()
  const line = [job.title, job.service].filter((each) => each !== '').join(' · ')
  if (line === '') return null
  return (
    <div className="stack-tight">
      <h2>{words.say('profile.job')}</h2>
      <p dir="auto">{line}</p>
      <p className="soft">{words.say('profile.jobByDirectory')}</p>
    </div>
  )
}

/** What one says of oneself at present, and the way to change it. */
function Status({ about }: { about: About }): ReactNode {
  const { words } = useApp()
  const reach = reachOf(about, Date.now())
  const said = wordReach(reach, words)
  return (
    <div className="stack-tight">
      <h2>{words.say('profile.status')}</h2>
      {reach.status === '' ? null : <p dir="auto">{reach.status}</p>}
      {said === '' ? null : <p>{said}</p>}
      {reach.status === '' && said === '' ? <p className="soft">{words.say('profile.statusNone')}</p> : null}
      <div>
        <Button onPress={showOwnStatus}>{words.say('own.open')}</Button>
      </div>
    </div>
  )
}

function Picture({ save }: { save: (work: Promise<void>) => void }): ReactNode {
  const { model, words } = useApp()
  const { profile } = model.account
  const { name } = useLive(profile.state)
  const address = usePicture()
  const id = useId()
  return (
    <div className="row picture">
      {address === undefined ? <Avatar id={model.userId} name={name} /> : <img className="avatar picture-own" src={address} alt="" />}
      <div className="field grow">
        <label htmlFor={id}>{words.say('profile.pictureChoose')}</label>
        <input
          id={id}
          type="file"
          accept="image/png,image/jpeg,image/webp,image/gif"
          aria-describedby={`${id}-help`}
          onChange={(event) => {
            const file = event.target.files?.[0]
            if (file !== undefined) save(profile.setPicture(file))
          }}
        />
        <span id={`${id}-help`} className="field-help">
          {words.say('profile.pictureHelp')}
        </span>
      </div>
    </div>
  )
}

/** An address at which the browser finds the picture, for as long as it is shown. */
function usePicture(): string | undefined {
  const { profile } = useApp().model.account
  const { pictureUrl } = useLive(profile.state)
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    let made: string | undefined
    let isGone = false
    const show = (picture: Blob | undefined): void => {
      if (picture === undefined || isGone) return
      made = URL.createObjectURL(picture)
      setAddress(made)
    }
    void profile.readPicture().then(show, () => undefined)
    return () => {
      isGone = true
      if (made !== undefined) URL.revokeObjectURL(made)
      setAddress(undefined)
    }
  }, [profile, pictureUrl])
  return address
}
