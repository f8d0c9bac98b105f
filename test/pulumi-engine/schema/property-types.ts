import ts from 'typescript'

/** What a property may hold, as far as its declaration says; `any` where it says nothing that can be checked. */
export type PropertyType =
  | 'string'
  | 'number'
  | 'boolean'
  | 'any'
  | { readonly items: PropertyType }
  | { readonly values: PropertyType }
  /** An interface of the package's `types/input.d.ts`, with its namespaces: `lambda.FunctionEnvironment`. */
  | { readonly object: string }

export interface Property {
  readonly type: PropertyType
  readonly required: boolean
}

export type Properties = Readonly<Record<string, Property>>

/** `pulumi.Input<T>`, `pulumi.Output<T>`, `T | undefined` and `(T)`, each without its wrapping. */
function unwrap(node: ts.TypeNode): ts.TypeNode {
  if (ts.isParenthesizedTypeNode(node)) return unwrap(node.type)
  if (ts.isTypeReferenceNode(node) && /^pulumi\.(Input|Output)$/.test(node.typeName.getText())) {
    const [argument] = node.typeArguments ?? []
    return argument ? unwrap(argument) : node
  }
  if (ts.isUnionTypeNode(node)) {
    const [first, ...others] = node.types.filter(type => type.kind !== ts.SyntaxKind.UndefinedKeyword)
    return first && others.length === 0 ? unwrap(first) : node
  }
  return node
}

function typeOf(wrapped: ts.TypeNode): PropertyType {
  const node = unwrap(wrapped)
  if (node.kind === ts.SyntaxKind.StringKeyword) return 'string'
  if (node.kind === ts.SyntaxKind.NumberKeyword) return 'number'
  if (node.kind === ts.SyntaxKind.BooleanKeyword) return 'boolean'
  if (ts.isArrayTypeNode(node)) return { items: typeOf(node.elementType) }
  if (ts.isTypeLiteralNode(node)) {
    const index = node.members.find(ts.isIndexSignatureDeclaration)
    return index ? { values: typeOf(index.type) } : 'any'
  }
  if (ts.isTypeReferenceNode(node)) {
    const name = node.typeName.getText()
    if (name.startsWith('inputs.')) return { object: name.slice('inputs.'.length) }
  }
  return 'any'
}

const isStatic = (member: ts.TypeElement | ts.ClassElement) =>
  ts.canHaveModifiers(member) && (ts.getModifiers(member) ?? []).some(modifier => modifier.kind === ts.SyntaxKind.StaticKeyword)

/** The properties that an interface or a class declares. */
export function propertiesOf(declaration: ts.InterfaceDeclaration | ts.ClassDeclaration): Properties {
  const found: Record<string, Property> = {}
  for (const member of declaration.members) {
    if (!(ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) || !member.type || isStatic(member)) continue
    found[member.name.getText()] = { type: typeOf(member.type), required: member.questionToken === undefined }
  }
  return found
}
