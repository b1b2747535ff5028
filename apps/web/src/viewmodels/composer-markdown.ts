// Markdown as people write it, as the HTML that Matrix knows. Loaded when somebody first writes something that has looks.
import MarkdownIt from 'markdown-it'
import type { DraftMention } from '../session/drafts.ts'

/** The HTML of a text; undefined where it says no more than the text itself. */
export function toHtml(text: string, mentions: readonly DraftMention[]): string | undefined {
  const markdown = new MarkdownIt('default', { html: false, breaks: true, linkify: false, typographer: false })
  markdown.disable('image')
  // The longest first, so that "@Ann Lee" is not taken for "@Ann".
  const labels = mentions.filter(({ id }) => id !== '@room').toSorted((a, b) => b.label.length - a.label.length)
  markdown.inline.ruler.before('emphasis', 'mention', (state, silent) => {
    const found = labels.find(({ label }) => state.src.startsWith(label, state.pos))
    if (found === undefined) return false
    if (!silent) {
      state.push('link_open', 'a', 1).attrs = [['href', `https://matrix.to/#/${encodeURIComponent(found.id)}`]]
      state.push('text', '', 0).content = found.label
      state.push('link_close', 'a', -1)
    }
    state.pos += found.label.length
    return true
  })
  const html = markdown.render(text).trim()
  const inner = /^<p>((?:(?!<p>)[^])*)<\/p>$/.exec(html)?.[1] ?? html
  return /<(?!br>)/.test(inner) ? inner : undefined
}
