import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { type Properties, propertiesOf } from './property-types'

/** A resource type, as its class in the provider's SDK declares it. */
export interface ResourceSchema {
  readonly inputs: Properties
  readonly outputs: Properties
}

/**
 * The resource types of a provider's npm package. No SDK ships its `schema.json`, so they are read from the declarations: syntax only,
 * one small file at a time, and the nested types' file when the first of them is asked for.
 */
export class PackageSchema {
  private readonly folder: string
  private readonly resources = new Map<string, ResourceSchema | undefined>()
  private nested: ReadonlyMap<string, ts.InterfaceDeclaration> | undefined

  constructor(readonly name: string) {
    this.folder = dirname(require.resolve(`@pulumi/${name}/package.json`))
  }

  /** The schema of `aws:kinesis/stream:Stream`; undefined where the package has no such type. */
  resource(token: string): ResourceSchema | undefined {
    if (!this.resources.has(token)) this.resources.set(token, this.read(token))
    return this.resources.get(token)
  }

  /** The properties of a nested input type: `lambda.FunctionEnvironment`. */
  object(name: string): Properties | undefined {
    this.nested ??= interfacesOf(parse(join(this.folder, 'types/input.d.ts')))
    const declaration = this.nested.get(name)
    return declaration && propertiesOf(declaration)
  }

  private read(token: string): ResourceSchema | undefined {
    const [, module = '', name = ''] = token.split(':')
    const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}.d.ts`
    const path = [join(this.folder, module.split('/')[0] ?? '', file), join(this.folder, file)].find(existsSync)
    if (path === undefined) return undefined
    let inputs: Properties = {}
    let outputs: Properties = {}
    parse(path).forEachChild(node => {
      if (ts.isInterfaceDeclaration(node) && node.name.text === `${name}Args`) inputs = propertiesOf(node)
      if (ts.isClassDeclaration(node) && node.name?.text === name) outputs = propertiesOf(node)
    })
    return { inputs, outputs }
  }
}

const parse = (path: string) => ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true)

function interfacesOf(file: ts.SourceFile): ReadonlyMap<string, ts.InterfaceDeclaration> {
  const found = new Map<string, ts.InterfaceDeclaration>()
  const visit = (prefix: string) => (node: ts.Node) => {
    if (ts.isModuleDeclaration(node)) node.body?.forEachChild(visit(`${prefix}${node.name.text}.`))
    else if (ts.isInterfaceDeclaration(node)) found.set(prefix + node.name.text, node)
  }
  file.forEachChild(visit(''))
  return found
}
