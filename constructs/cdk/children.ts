import { Stack } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { type Attribute, type ChildName, type Part, partsOf, policyTree, resolveTree, type Statement, type Text, type Tree } from '../plan'
import type { Substitutes } from './substitutes'

/** What other resources can know of a child. */
export type Known = Partial<Readonly<Record<Attribute, string>>>

/** Knows what the plan's references to a construct's children are; each child's construct id is its name in the plan. */
export class Children {
  private readonly known = new Map<ChildName, Known>()

  constructor(
    readonly scope: Construct,
    private readonly substitutes: Substitutes,
  ) {}

  /** Says what references to a child resolve to. */
  remember(name: ChildName, known: Known): void {
    this.known.set(name, known)
  }

  text(text: Text): string {
    return partsOf(text)
      .map(part => this.part(part))
      .join('')
  }

  texts(texts: Readonly<Record<string, Text>>): Record<string, string> {
    return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, this.text(text)]))
  }

  json(tree: Tree): string {
    return Stack.of(this.scope).toJsonString(resolveTree(tree, text => this.text(text)))
  }

  statements(statements: readonly Statement[]): readonly PolicyStatement[] {
    return statements.map(statement => {
      const {
        Statement: [json],
      } = resolveTree(policyTree([statement]), text => this.text(text)) as { Statement: readonly [object] }
      return PolicyStatement.fromJson(json)
    })
  }

  policy(statements: readonly Statement[]): PolicyDocument {
    return new PolicyDocument({ statements: [...this.statements(statements)] })
  }

  private part(part: Part): string {
    if (typeof part === 'string') return this.substitutes.apply(part)
    if ('ambient' in part) return Stack.of(this.scope)[part.ambient]
    const value = this.known.get(part.ref)?.[part.attribute]
    if (value === undefined) throw new Error(`the plan refers to the ${part.attribute} of ${part.ref}, which was not made before it`)
    return value
  }
}
