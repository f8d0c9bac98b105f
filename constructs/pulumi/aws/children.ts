import * as pulumi from '@pulumi/pulumi'
import { type Attribute, type ChildName, partsOf, policyTree, resolveTree, type Statement, type Text, type Tree } from '../../plan'
import { withoutStacks } from '../short-stack'
import type { Ambience } from './ambience'
import type { Substitutes } from './substitutes'

/** Changes what a child is made of: gives all its inputs, as the SDK's class takes them. */
export type Transform = (inputs: pulumi.Inputs) => pulumi.Inputs

/** By the child's name in the plan: `{ process: inputs => ({ ...inputs, memorySize: 512 }) }`. */
export type Transforms = Readonly<Record<string, Transform>>

export interface ChildrenOptions {
  /** The component's name, the beginning of each child's name. */
  readonly name: string
  readonly parent: pulumi.Resource
  readonly tags: Readonly<Record<string, string>>
  readonly transforms: Transforms
  readonly ambience: Ambience
  readonly substitutes: Substitutes
}

type ResourceClass<Arguments, Child> = new (name: string, inputs: Arguments, options: pulumi.CustomResourceOptions) => Child

export type ChildOptions = Omit<pulumi.CustomResourceOptions, 'dependsOn'> & { readonly dependsOn?: readonly pulumi.Resource[] }

/** What other resources can know of a child. */
export type Known = Partial<Readonly<Record<Attribute, pulumi.Input<string>>>>

/** Makes the children of a component, and knows what refers to them. */
export class Children {
  readonly tags: Readonly<Record<string, string>>
  private readonly known = new Map<ChildName, Known>()
  private readonly names = new Set<string>()
  private readonly first: pulumi.Resource[] = []

  constructor(private readonly options: ChildrenOptions) {
    this.tags = options.tags
  }

  /** Makes a child, as the user's transform for it says. */
  create<Arguments extends object, Child extends pulumi.CustomResource>(
    type: ResourceClass<Arguments, Child>,
    name: ChildName,
    inputs: Arguments,
    { dependsOn = [], ...options }: ChildOptions = {},
  ): Child {
    this.names.add(name)
    const transform = this.options.transforms[name]
    const transformed = transform ? (transform({ ...inputs }) as Arguments) : inputs
    const childOptions = { parent: this.options.parent, dependsOn: [...this.first, ...dependsOn], ...options }
    return withoutStacks(() => new type(this.nameOf(name), transformed, childOptions))
  }

  /** Has all children that are made later wait for one: where it fails, nothing of theirs is changed. */
  waitFor(child: pulumi.Resource): void {
    this.first.push(child)
  }

  /** Says what references to a child resolve to. */
  remember(name: ChildName, known: Known): void {
    this.known.set(name, known)
  }

  nameOf(child: ChildName): string {
    return `${this.options.name}-${child}`
  }

  /** A text of the plan, with what is known only after other resources exist. */
  text(text: Text): pulumi.Input<string> {
    const parts = partsOf(text).map(part => {
      if (typeof part === 'string') return this.options.substitutes.apply(part)
      return 'ambient' in part ? this.options.ambience[part.ambient] : this.attribute(part.ref, part.attribute)
    })
    const [first = '', ...others] = parts
    return others.length === 0 ? first : pulumi.concat(...parts)
  }

  texts(texts: Readonly<Record<string, Text>>): Record<string, pulumi.Input<string>> {
    return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, this.text(text)]))
  }

  json(tree: Tree): pulumi.Output<string> {
    return pulumi.jsonStringify(resolveTree(tree, text => this.text(text)))
  }

  policy(statements: readonly Statement[]): pulumi.Output<string> {
    return this.json(policyTree(statements))
  }

  /** Transforms that no child was made with, as problems. */
  unusedTransforms(): readonly { readonly path: string; readonly reason: string }[] {
    const unused = Object.keys(this.options.transforms).filter(name => !this.names.has(name))
    const names = [...this.names].join(', ')
    return unused.map(name => ({ path: `transform.${name}`, reason: `there is no such child; the children are ${names}` }))
  }

  private attribute(child: ChildName, attribute: Attribute): pulumi.Input<string> {
    const value = this.known.get(child)?.[attribute]
    if (value === undefined) throw new Error(`the plan refers to the ${attribute} of ${child}, which was not made before it`)
    return value
  }
}
