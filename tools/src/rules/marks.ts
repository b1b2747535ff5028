// Two marks only in comments: NOTE, and TODO with the number of its issue.
import { parse } from '../syntax.ts'
import { isTypeScript, type Finding, type Tree } from '../tree.ts'

const mark = /^[\s/*-]*(?:(TODO(?!\(#\d+\))|FIXME|XXX|HACK)\b)/

/** Reports a TODO without an issue, and any other mark, at the start of a line of comment. */
export function checkMarks(tree: Tree): Finding[] {
  const findings: Finding[] = []
  for (const file of tree.files) {
    if (isTypeScript(file)) {
      for (const comment of parse(file, tree.read(file)).comments) {
        findings.push(...findMarks(file, comment.text, comment.line))
      }
    } else if (file.endsWith('.sql') || /(^|\/)(ci|[^/]*\.m?js|[^/]*\.sh|[^/]*\.md)$/.test(file)) {
      findings.push(...findMarks(file, tree.read(file), 1))
    }
  }
  return findings
}

function findMarks(file: string, text: string, firstLine: number): Finding[] {
  return text.split('\n').flatMap((line, at) => {
    const found = mark.exec(line)?.[1]
    if (found === undefined) return []
    const message = `${found}: write NOTE, or TODO(#issue) with the number of the issue`
    return [{ rule: 'mark', file, line: firstLine + at, message }]
  })
}
