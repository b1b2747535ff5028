// A page that the server writes for each person, so that nobody elsewhere knows its bytes: it may load and run what the list names, and
// nothing else, and lead nowhere but to this server.
import type { ServedPlace } from '@chappe/contract'
import type { Served } from './compare-code.ts'
import { compareHeaders, show } from './compare-code.ts'

/** What a page is held to. */
export interface PageRules {
  headers: Readonly<Record<string, string>>
  /** Every address that pages may load: files of the list, stylesheets of the operator. */
  loads: ReadonlySet<string>
}

const CSP = 'content-security-policy'
const GONE = new Set([302, 303])
const TAGS = new Set('a body button dd details div dl dt footer form h1 h2 head header html img input label li link main meta nav noscript p script section span strong summary title ul'.split(' '))
/** A tag as our pages are written: small letters, every value in double quotes, what is special in it escaped. */
const TAG = /<(?:!doctype html|\/[a-z][a-z0-9]*|([a-z][a-z0-9]*)((?: [a-z-]+(?:="[^"<>`]*")?)*))>/g
const ATTRIBUTE = / ([a-z-]+)(?:="([^"]*)")?/g
/** What a browser acts on, or what another page is in one. */
const FORBIDDEN = /^(?:on.*|style|srcdoc|srcset|formaction|ping|http-equiv|is|nonce|target|download)$/
const OWN = /^(?:\/(?![/\\])[^\\]*|#.*)?$/

/** What is wrong with it, a sentence each; where it sends the browser on, that it is to this server. */
export function comparePage({ path }: ServedPlace, served: Served, rules: PageRules): string[] {
  if (GONE.has(served.status)) {
    const to = served.headers['location']
    return to !== undefined && to.startsWith('/') && OWN.test(to) ? [] : [`${path}: sends the browser to ${show(to)}`]
  }
  if (served.status !== 200) return [`${path}: status ${served.status} in place of 200`]
  return [...compareHeaders(path, served, rules.headers, [CSP]), ...comparePolicy(path, served, rules), ...compareMarkup(path, served.body.toString('utf8'), rules)]
}

/** A page on which nothing is touched may run nothing, which is stricter. */
function comparePolicy(path: string, { headers }: Served, rules: PageRules): string[] {
  const wanted = rules.headers[CSP] ?? ''
  const said = headers[CSP]
  return said === wanted || said === wanted.replace("script-src 'self'", "script-src 'none'") ? [] : [`${path}: the header ${CSP} says ${show(said)}, in place of ${show(wanted)}`]
}

function compareMarkup(path: string, text: string, rules: PageRules): string[] {
  const rest = text.replaceAll(TAG, '')
  const strange = rest.indexOf('<')
  if (strange !== -1) return [`${path}: holds what our pages do not: ${show(rest.slice(strange, strange + 80))}`]
  const wrong = [...text.matchAll(TAG)].flatMap(([whole, name, attributes = '']) => (name === undefined ? [] : wrongIn({ name, attributes: attributesOf(attributes), whole }, rules)))
  const ran = [...text.matchAll(/<script[^>]*>(?!<\/script>)[^<]*/g)].map(([script]) => script)
  return [...wrong, ...ran].map((what) => `${path}: holds what our pages do not: ${show(what)}`)
}

interface Tag {
  name: string
  attributes: ReadonlyMap<string, string>
  whole: string
}

function attributesOf(text: string): Map<string, string> {
  return new Map([...text.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [name, value]))
}

/** The tag where it must not stand; nothing where it may. */
function wrongIn({ name, attributes, whole }: Tag, { loads }: PageRules): string[] {
  const isOther = !TAGS.has(name) || [...attributes.keys()].some((each) => FORBIDDEN.test(each))
  const loaded = attributes.get(name === 'link' ? 'href' : 'src')
  const loadsMore = ['script', 'img', 'link'].includes(name) ? loaded === undefined || !loads.has(loaded) : attributes.has('src')
  const isLink = name === 'link' && !['icon', 'stylesheet'].includes(attributes.get('rel') ?? '')
  const leads = [name === 'link' ? undefined : attributes.get('href'), attributes.get('action')].some((to) => to !== undefined && !OWN.test(to))
  return isOther || loadsMore || isLink || leads ? [whole] : []
}
