// Narrower and wider than one account: networks, rooms, organisations.
import type { ResponseOf } from '@chappe/contract'
import { blockNetwork, containOrganisation, freezeRoom, listBlockedNetworks, listFrozenRooms, thawRoom, unblockNetwork } from '@chappe/contract'
import { Button, Notice, TextField } from '@chappe/ui'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useDesk } from '../desk-context.tsx'
import type { Reason } from '../forms/act-form.tsx'
import { ActForm } from '../forms/act-form.tsx'
import { Answer, Page } from '../page.tsx'
import { useAnswer } from '../use-answer.ts'
import { DeskTable, useMoments } from '../tables/desk-table.tsx'

type Act = 'network' | 'freeze' | 'thaw' | 'organisation'

/** The page. */
export function ReachPage(): ReactNode {
  const { words, ask, may } = useDesk()
  const moments = useMoments<ResponseOf<typeof listBlockedNetworks>['networks'][number]>()
  const [act, setAct] = useState<{ act: Act; target: string } | undefined>(undefined)
  const [round, setRound] = useState(0)
  const [lifting, setLifting] = useState<{ id: number; network: string } | undefined>(undefined)
  const asked = useAnswer('networks', () => ask(listBlockedNetworks, { params: {} }))
  const close = (): void => {
    setAct(undefined)
    setLifting(undefined)
    setRound((before) => before + 1)
    asked.askAgain()
  }
  return (
    <Page title={words.say('place.reach')}>
      <p className="soft">{words.say('reach.why')}</p>
      {may(blockNetwork) ? (
        <div className="row">
          {(['network', 'freeze', 'organisation'] as const).map((each) => (
            <Button key={each} onPress={() => setAct({ act: each, target: '' })}>
              {words.say(`reach.${each}`)}
            </Button>
          ))}
        </div>
      ) : null}
      <section className="stack">
        <h2>{words.say('reach.networks')}</h2>
        <Answer asked={asked}>
          {({ networks }) => (
            <DeskTable
              caption={words.say('reach.networks')}
              rows={networks}
              keyOf={(row) => String(row.network_id)}
              empty={words.say('reach.noNetworks')}
              file="blocked-networks.csv"
              columns={[
                { key: 'network', label: words.say('reach.networkName'), text: (row) => row.network, show: (row) => <span className="fixed">{row.network}</span> },
                moments('since', words.say('reach.since'), (row) => row.blocked_at_ms),
                {
                  key: 'acts',
                  label: words.say('device.acts'),
                  text: () => '',
                  show: (row) => (may(unblockNetwork) ? <Button onPress={() => setLifting({ id: row.network_id, network: row.network })}>{words.say('reach.lift')}</Button> : null),
                },
              ]}
            />
          )}
        </Answer>
      </section>
      <FrozenRooms round={round} onThaw={(roomId) => setAct({ act: 'thaw', target: roomId })} />
      {act === undefined ? null : <ReachForm act={act.act} start={act.target} onClose={close} />}
      {lifting === undefined ? null : (
        <ActForm
          title={words.say('reach.lift')}
          explanation={words.say('reach.liftWhy', { network: lifting.network })}
          button={words.say('reach.lift')}
          onClose={close}
          act={async (reason) => {
            await ask(unblockNetwork, { params: { blockId: String(lifting.id) }, body: reason })
          }}
        />
      )}
    </Page>
  )
}

/** Rooms that are frozen, each to be thawed. */
function FrozenRooms({ round, onThaw }: { round: number; onThaw: (roomId: string) => void }): ReactNode {
  const { words, ask, may } = useDesk()
  const moments = useMoments<ResponseOf<typeof listFrozenRooms>['rooms'][number]>()
  const asked = useAnswer(`frozen rooms ${round}`, () => ask(listFrozenRooms, { params: {} }))
  return (
    <section className="stack">
      <h2>{words.say('reach.frozen')}</h2>
      <Answer asked={asked}>
        {({ rooms }) => (
          <DeskTable
            caption={words.say('reach.frozen')}
            rows={rooms}
            keyOf={(row) => row.room_id}
            empty={words.say('reach.noFrozen')}
            file="frozen-rooms.csv"
            columns={[
              { key: 'room', label: words.say('reach.thawTarget'), text: (row) => `${row.name ?? ''} ${row.room_id}`.trim(), show: (row) => <RoomName room={row} /> },
              moments('since', words.say('reach.since'), (row) => row.frozen_at_ms),
              { key: 'acts', label: words.say('device.acts'), text: () => '', show: (row) => (may(thawRoom) ? <Button onPress={() => onThaw(row.room_id)}>{words.say('reach.thawIt')}</Button> : null) },
            ]}
          />
        )}
      </Answer>
    </section>
  )
}

function RoomName({ room }: { room: { name: string | null; room_id: string } }): ReactNode {
  return (
    <span className="stack-tight">
      {room.name === null ? null : <span>{room.name}</span>}
      <span className="fixed soft">{room.room_id}</span>
    </span>
  )
}

function ReachForm({ act, start, onClose }: { act: Act; start: string; onClose: () => void }): ReactNode {
  const { words, ask } = useDesk()
  const [target, setTarget] = useState(start)
  const perform = async (reason: Reason): Promise<ReactNode | void> => {
    const name = target.trim()
    if (act === 'network') await ask(blockNetwork, { params: {}, body: { ...reason, network: name } })
    else if (act === 'freeze') await ask(freezeRoom, { params: { roomId: name }, body: reason })
    else if (act === 'thaw') await ask(thawRoom, { params: { roomId: name }, body: reason })
    else {
      const asked = await ask(containOrganisation, { params: { organisationId: name }, body: reason })
      return (
        <Notice>
          <p>{words.say('release.asked', { moment: words.moment(asked.expires_at_ms) })}</p>
        </Notice>
      )
    }
  }
  return (
    <ActForm
      title={words.say(`reach.${act}`)}
      explanation={words.say(`reach.${act}Why`)}
      button={words.say(`reach.${act}`)}
      isDangerous={act !== 'thaw'}
      fields={<TextField label={words.say(`reach.${act}Target`)} help={words.say(`reach.${act}Help`)} name="target" value={target} onChange={setTarget} isRequired maxLength={255} />}
      onClose={onClose}
      act={perform}
    />
  )
}
