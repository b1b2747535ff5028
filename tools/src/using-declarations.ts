// dependency-cruiser walks swc's tree with swc's own visitor, which does not know `using` and throws on it. This
// teaches it, so that files with `await using` are read like any other.
import { Visitor } from '@swc/core/Visitor.js'
import type { Statement } from '@swc/core'
import { isNode } from './syntax.ts'

let isTaught = false

/** Lets swc's visitor pass through `using` declarations, into what they are set to. */
export function teachUsing(): void {
  if (isTaught) return
  isTaught = true
  const visitStatement: (this: Visitor, statement: Statement) => Statement = Visitor.prototype.visitStatement
  Visitor.prototype.visitStatement = function (this: Visitor, statement: Statement): Statement {
    // The types of swc do not know the declaration either.
    const node: unknown = statement
    if (!isNode(node) || node.type !== 'UsingDeclaration') return visitStatement.call(this, statement)
    for (const declarator of Array.isArray(node['decls']) ? node['decls'] : []) this.visitVariableDeclarator(declarator)
    return statement
  }
}
