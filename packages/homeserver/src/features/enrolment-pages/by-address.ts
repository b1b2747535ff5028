// Enrolment by an address: a code is sent to it, and whoever has it gets the account that its organisation gives them.
import { MatrixError } from '@chappe/contract'
import type { PageBody } from '../../http/reveal-tap.ts'
import type { Language } from '../../pages/language.ts'
import type { Addresses, Who } from './addresses.ts'
import { addressPage, codePage, confirmPage, namePage } from './address-pages.ts'

/** A page, or the account that was made. */
export type Step = { page: PageBody } | { made: Who }

/** The page with which it begins; with what a link in a mail holds, the one that asks for a click. */
export function showAddress(language: Language, asked: { id?: string | undefined; token?: string | undefined; address?: string | undefined }): PageBody {
  const { id, token, address = '' } = asked
  return id === undefined || token === undefined ? addressPage(language, { given: address }) : confirmPage(language, { id, token })
}

/** Takes one of the forms. Whatever is wrong with it shows the form again. */
export async function takeAddress(addresses: Addresses, language: Language, form: URLSearchParams): Promise<Step> {
  const text = (name: string): string => (form.get(name) ?? '').slice(0, 255)
  const id = text('id')
  switch (text('act')) {
    case 'address':
      return orAgain(() => addressPage(language, { refused: text('address') }), async () => {
        const { enrolmentId, isDomainKnown } = await addresses.begin(text('address').trim(), language)
        return { page: codePage(language, { id: enrolmentId, address: text('address').trim(), isDomainKnown }) }
      })
    case 'prove':
      return orAgain(() => codePage(language, { id, address: '', isDomainKnown: true, isRefused: true }), async () => {
        const code = text('code')
        const proved = await addresses.prove(id, code === '' ? { token: text('token') } : { code })
        return { page: namePage(language, proved) }
      })
    case 'complete':
      return orAgain(
        () => namePage(language, { enrolmentId: id, secret: text('secret'), address: '', organisationName: '', givenName: undefined }, true),
        async () => ({ made: await addresses.complete({ enrolmentId: id, secret: text('secret'), name: text('name') || undefined }) }),
      )
    default:
      throw new MatrixError('M_NOT_FOUND')
  }
}

async function orAgain(again: () => PageBody, work: () => Promise<Step>): Promise<Step> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof MatrixError && (error.code === 'M_INVALID_PARAM' || error.code === 'M_FORBIDDEN')) return { page: again() }
    throw error
  }
}
