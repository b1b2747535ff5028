// How much what is being written matters, and whether its readers are asked to confirm it.
import type { ReactNode } from 'react'
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import type { ComposerModel } from '../../viewmodels/composer/composer.ts'
import type { Rights } from '../../viewmodels/types.ts'
import { useApp, usePart } from '../app-context.tsx'
import { Icon } from '../icon.tsx'
import '../message/weight.css'

const OFFERS = ['important', 'urgent', 'asks'] as const
type Offer = (typeof OFFERS)[number]

/** The button and its menu: each entry is switched on and off. What is typed does not draw it anew. */
export function WeightButton({ composer, rights }: { composer: ComposerModel; rights: Rights }): ReactNode {
  const { words } = useApp()
  const wish = usePart(composer.state, (state) => state.wish)
  const chosen: Offer[] = [...(wish.priority === undefined ? [] : [wish.priority]), ...(wish.asks ? (['asks'] as const) : [])]
  const toggle = (offer: Offer): void => {
    if (offer === 'asks') composer.setWish({ asks: !wish.asks })
    else composer.setWish({ priority: wish.priority === offer ? undefined : offer })
  }
  // What is urgent alerts as much as telling everybody does, and takes the same right.
  const isBarred = (offer: Offer): boolean => offer === 'urgent' && !rights.notifyAll && wish.priority !== 'urgent'
  return (
    <MenuTrigger>
      <AriaButton className="tool" aria-label={words.say('weight.title')} data-chosen={chosen.length > 0 || undefined}>
        <Icon name="flag" />
      </AriaButton>
      <Popover placement="top end">
        <Menu className="menu" aria-label={words.say('weight.title')} selectionMode="multiple" selectedKeys={chosen} disabledKeys={OFFERS.filter(isBarred)}>
          {OFFERS.map((offer) => (
            <MenuItem key={offer} id={offer} textValue={words.say(`weight.${offer}`)} onAction={() => toggle(offer)}>
              <Icon name={chosen.includes(offer) ? 'check' : offer === 'asks' ? 'details' : offer === 'urgent' ? 'warn' : 'flag'} />
              <span className="weight-offer">
                {words.say(`weight.${offer}`)}
                <span className="soft">{words.say(isBarred(offer) ? 'weight.urgentBarred' : `weight.${offer}Why`)}</span>
              </span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

/** Above the field: what was chosen, and the way back. */
export function WeightLine({ composer }: { composer: ComposerModel }): ReactNode {
  const { words } = useApp()
  const wish = usePart(composer.state, (state) => state.wish)
  if (wish.priority === undefined && !wish.asks) return null
  return (
    <div className="composer-weight">
      {wish.priority === undefined ? null : (
        <span className="message-mark" data-priority={wish.priority}>
          <Icon name={wish.priority === 'urgent' ? 'warn' : 'flag'} />
          {words.say(`weight.${wish.priority}`)}
        </span>
      )}
      {wish.asks ? <span>{words.say('weight.asksLine')}</span> : null}
      <button type="button" className="tool" aria-label={words.say('weight.none')} title={words.say('weight.none')} onClick={() => composer.setWish({ priority: undefined, asks: false })}>
        <Icon name="close" />
      </button>
    </div>
  )
}
