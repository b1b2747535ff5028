// Markdown as people write it, as the HTML that Matrix knows. Loaded when somebody first writes something that has looks.
import MarkdownIt from 'markdown-it'
import { BLOCK_BEGIN, FORMULA_CHARS_MAX, INLINE, WHOLE_LINE } from './formulas.ts'
import type { DraftMention } from '../../session/drafts.ts'

/** The HTML of a text; undefined where it says no more than the text itself. */
export function toHtml(text: string, mentions: readonly DraftMention[]): string | undefined {
  const markdown = new MarkdownIt('default', { html: false, breaks: true, linkify: false, typographer: false })
  markdown.disable('image')
  // The longest first, so that "@Ann Lee" is not taken for "@Ann".
  const labels = mentions.filter(({ id }) => id !== '@room').toSorted((a, b) => b.label.length - a.label.length)
  const groups = mentions.filter(({ userIds }) => userIds !== undefined)
  markdown.inline.ruler.before('emphasis', 'mention', (state, silent) => {
    const found = labels.find(({ label }) => state.src.startsWith(label, state.pos))
    if (found === undefined) return false
    const group = groups.indexOf(found)
    if (!silent && group >= 0) {
      state.push('strong_open', 'strong', 1).attrs = [['data-org-chappe-group', String(group)]]
      state.push('text', '', 0).content = found.label
      state.push('strong_close', 'strong', -1)
    } else if (!silent) {
      state.push('link_open', 'a', 1).attrs = [['href', `https://matrix.to/#/${encodeURIComponent(found.id)}`]]
      state.push('text', '', 0).content = found.label
      state.push('link_close', 'a', -1)
    }
    state.pos += found.label.length
    return true
  })
  addFormulas(markdown)
  const html = markdown.render(text).trim()
  const inner = /^<p>((?:(?!<p>)[^])*)<\/p>$/.exec(html)?.[1] ?? html
  return /<(?!br>)/.test(inner) ? inner : undefined
}

/** https://spec.matrix.org/v1.19/client-server-api/#mathematical-messages */
function addFormulas(markdown: InstanceType<typeof MarkdownIt>): void {
  const { escapeHtml } = markdown.utils
  // Whoever cleans HTML takes the end of a comment in an attribute for an attack.
  const clean = (latex: string): string => escapeHtml(latex.replaceAll(']>', '] >').replaceAll('->', '- >'))
  const draw = (tag: string, latex: string): string => `<${tag} data-mx-maths="${clean(latex)}"><code>${escapeHtml(latex)}</code></${tag}>`
  markdown.renderer.rules['formula'] = (tokens, index) => draw('span', tokens[index]?.content ?? '')
  markdown.renderer.rules['formula_block'] = (tokens, index) => `${draw('div', tokens[index]?.content ?? '')}\n`
  markdown.inline.ruler.before('escape', 'formula', (state, silent) => {
    const [all, latex] = INLINE.exec(state.src.slice(state.pos, state.posMax)) ?? []
    if (all === undefined || latex === undefined) return false
    if (!silent) state.push('formula', '', 0).content = latex
    state.pos += all.length
    return true
  })
  markdown.block.ruler.before('fence', 'formula_block', (state, from, to, silent) => {
    const line = (index: number): string => state.src.slice((state.bMarks[index] ?? 0) + (state.tShift[index] ?? 0), state.eMarks[index])
    const whole = WHOLE_LINE.exec(line(from))?.[1]
    let end = from
    if (whole === undefined) {
      if (!BLOCK_BEGIN.test(line(from))) return false
      for (end = from + 1; end < to && !BLOCK_BEGIN.test(line(end)); ) end += 1
    }
    const latex = whole ?? Array.from({ length: Math.max(end - from - 1, 0) }, (_, index) => line(from + 1 + index)).join('\n').trim()
    if (end >= to || latex === '' || latex.length > FORMULA_CHARS_MAX) return false
    if (!silent) {
      state.push('formula_block', '', 0).content = latex
      state.line = end + 1
    }
    return true
  }, { alt: ['paragraph', 'blockquote', 'list'] })
}
