// The HTML of a message as elements of ours. Each node is looked at; nothing of the message's own markup reaches the page.
import type { ReactNode } from 'react'
import { createElement, useMemo } from 'react'
import type { MentionedGroup } from '../../viewmodels/types.ts'
import { cleanHtml } from './clean-html.ts'
import { FORMULA_CHARS_MAX } from '../../viewmodels/composer/formulas.ts'
import { CodeBlock } from './code.tsx'
import { FormulaView } from './formula.tsx'
import { GroupPill } from './group.tsx'
import { BodyLink } from './link.tsx'
import { PlainText } from './plain.tsx'
import { Spoiler } from './spoiler.tsx'

/** https://spec.matrix.org/v1.12/client-server-api/#mroommessage-msgtypes asks for a bound of 100; nobody writes half as deep. */
const DEPTH_MAX = 40
const NODES_MAX = 4000
const FORMULAS_MAX = 50
const NO_GROUPS: readonly MentionedGroup[] = []
const REASON_CHARS = 200

/** Elements that stand for themselves. */
const AS_THEY_ARE: ReadonlySet<string> = new Set(['del', 'sup', 'sub', 'b', 'i', 'u', 'strong', 'em', 's', 'blockquote', 'p', 'ul', 'li', 'div', 'thead', 'tbody', 'tr', 'th', 'td', 'caption', 'details', 'summary'])
/** Those that writing runs through in its own direction. */
const BLOCKS: ReadonlySet<string> = new Set(['blockquote', 'p', 'li', 'div', 'th', 'td', 'summary'])

/** The message; as the plain text that came with it where its HTML cannot be read. */
export function HtmlBody({ html, text, groups = NO_GROUPS }: { html: string; text: string; groups?: readonly MentionedGroup[] | undefined }): ReactNode {
  return useMemo(() => htmlToElements(html, groups) ?? <PlainText text={text} />, [html, text, groups])
}

function htmlToElements(html: string, groups: readonly MentionedGroup[]): ReactNode[] | undefined {
  const cleaned = cleanHtml(html)
  return cleaned === undefined ? undefined : childrenOf(cleaned, { depth: 0, isLiteral: false, groups, budget: { left: NODES_MAX, formulas: FORMULAS_MAX } })
}

interface Walk {
  depth: number
  /** Whether links are not looked for in the text. */
  isLiteral: boolean
  /** Those that are named, by their place. */
  groups: readonly MentionedGroup[]
  budget: { left: number; formulas: number }
}

function childrenOf(parent: Node, walk: Walk): ReactNode[] {
  const children: ReactNode[] = []
  let key = 0
  for (let node = parent.firstChild; node !== null && walk.budget.left > 0; node = node.nextSibling) {
    walk.budget.left -= 1
    key += 1
    if (!isBetween(node, parent)) children.push(toElement(node, key, walk))
  }
  return children
}

/** Whether it is the space between the parts of a table or a list, which is no text. */
function isBetween(node: Node, parent: Node): boolean {
  return node.nodeType === Node.TEXT_NODE && parent instanceof Element && /^(?:TABLE|THEAD|TBODY|TR|UL|OL)$/.test(parent.tagName) && node.textContent?.trim() === ''
}

function toElement(node: Node, key: number, walk: Walk): ReactNode {
  if (node.nodeType === Node.TEXT_NODE) {
    const text = node.textContent ?? ''
    return walk.isLiteral ? text : <PlainText key={key} text={text} />
  }
  if (!(node instanceof Element)) return null
  if (walk.depth >= DEPTH_MAX) return node.textContent
  const tag = node.tagName.toLowerCase()
  const within = { ...walk, depth: walk.depth + 1 }
  const group = groupOf(node, walk.groups)
  if (group !== undefined) {
    return (
      <GroupPill key={key} group={group}>
        {`@${group.name}`}
      </GroupPill>
    )
  }
  const latex = tag === 'span' || tag === 'div' ? latexOf(node, walk.budget) : ''
  if (latex !== '') {
    return (
      <FormulaView key={key} latex={latex} isBlock={tag === 'div'}>
        {childrenOf(node, within)}
      </FormulaView>
    )
  }
  if (AS_THEY_ARE.has(tag)) return createElement(tag, { key, ...(BLOCKS.has(tag) ? { dir: 'auto' } : {}) }, ...childrenOf(node, within))
  return toSpecial(node, tag, key, within)
}

function latexOf(node: Element, budget: Walk['budget']): string {
  const latex = node.getAttribute('data-mx-maths')?.trim() ?? ''
  if (latex === '' || latex.length > FORMULA_CHARS_MAX || budget.formulas <= 0) return ''
  budget.formulas -= 1
  return latex
}

function groupOf(node: Element, groups: readonly MentionedGroup[]): MentionedGroup | undefined {
  const place = node.getAttribute('data-org-chappe-group')
  const group = place === null ? undefined : groups[Number(place)]
  return group === undefined || group.name === '' || group.userIds.length === 0 ? undefined : group
}

function toSpecial(node: Element, tag: string, key: number, walk: Walk): ReactNode {
  switch (tag) {
    case 'br':
    case 'hr':
      return createElement(tag, { key })
    case 'a':
      return (
        <BodyLink key={key} href={node.getAttribute('href') ?? ''}>
          {childrenOf(node, { ...walk, isLiteral: true })}
        </BodyLink>
      )
    case 'code':
      return <code key={key}>{childrenOf(node, { ...walk, isLiteral: true })}</code>
    case 'pre':
      return <CodeBlock key={key} text={(node.textContent ?? '').replace(/\n$/, '')} language={languageOf(node)} />
    case 'ol':
      return (
        <ol key={key} start={startOf(node)}>
          {childrenOf(node, walk)}
        </ol>
      )
    case 'table':
      return (
        <div key={key} className="body-table" tabIndex={0}>
          <table>{childrenOf(node, walk)}</table>
        </div>
      )
    case 'img':
      return node.getAttribute('alt')
    case 'span':
      return node.hasAttribute('data-mx-spoiler') ? (
        <Spoiler key={key} reason={(node.getAttribute('data-mx-spoiler') ?? '').slice(0, REASON_CHARS)}>
          {childrenOf(node, walk)}
        </Spoiler>
      ) : (
        <span key={key}>{childrenOf(node, walk)}</span>
      )
    default:
      // Headings of a message are no headings of the page.
      return /^h[1-6]$/.test(tag) ? (
        <div key={key} className={`body-heading body-${tag}`} dir="auto">
          {childrenOf(node, walk)}
        </div>
      ) : (
        <span key={key}>{childrenOf(node, walk)}</span>
      )
  }
}

function languageOf(pre: Element): string | undefined {
  return /(?:^|\s)language-([\w+#.-]{1,32})(?:\s|$)/.exec(pre.querySelector('code')?.getAttribute('class') ?? '')?.[1]
}

function startOf(list: Element): number {
  const start = Number.parseInt(list.getAttribute('start') ?? '1', 10)
  return Number.isSafeInteger(start) && Math.abs(start) < 1e9 ? start : 1
}
