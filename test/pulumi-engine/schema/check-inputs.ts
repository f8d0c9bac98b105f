import type { PackageSchema } from './package-schema'
import type { Properties, PropertyType } from './property-types'

/** Stands for a value that is not known before something is created: `UnknownStringValue` of the engine's plugin protocol. */
export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9'

/** The key that marks secrets, assets and archives in the engine's plugin protocol. */
const SIGNATURE = '4dabf18193072939515e22adb298388d'

export interface Problem {
  /** `environment.variables.TABLE`, `columns[0].name` */
  readonly path: string
  readonly reason: string
}

/** What is wrong with a resource's inputs, by the types that the provider's own SDK declares. */
export function checkInputs(schema: PackageSchema, token: string, inputs: Readonly<Record<string, unknown>>): readonly Problem[] {
  const resource = schema.resource(token)
  return resource ? checkObject(schema, resource.inputs, inputs, '') : [{ path: '', reason: `there is no resource type ${token}` }]
}

function checkObject(schema: PackageSchema, properties: Properties, value: object, path: string): readonly Problem[] {
  const at = (name: string) => (path === '' ? name : `${path}.${name}`)
  const given = Object.entries(value).filter(([name]) => !name.startsWith('__'))
  const names = new Set(given.map(([name]) => name))
  const missing = Object.entries(properties).filter(([name, { required }]) => required && !names.has(name))
  return [
    ...given.flatMap(([name, inner]) => {
      const property = properties[name]
      return property ? checkValue(schema, property.type, inner, at(name)) : [{ path: at(name), reason: 'is no property of this type' }]
    }),
    ...missing.map(([name]) => ({ path: at(name), reason: 'is required' })),
  ]
}

function checkValue(schema: PackageSchema, type: PropertyType, value: unknown, path: string): readonly Problem[] {
  if (type === 'any' || value === null || value === UNKNOWN) return []
  const wrong = (expected: string) => [{ path, reason: `expected ${expected}, got ${Array.isArray(value) ? 'array' : typeof value}` }]
  if (typeof type === 'string') return typeof value === type ? [] : wrong(type)
  if ('items' in type) {
    if (!Array.isArray(value)) return wrong('array')
    return value.flatMap((item, index) => checkValue(schema, type.items, item, `${path}[${index}]`))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong('object')
  if (SIGNATURE in value) return []
  if ('values' in type) return Object.entries(value).flatMap(([key, inner]) => checkValue(schema, type.values, inner, `${path}.${key}`))
  const properties = schema.object(type.object)
  return properties ? checkObject(schema, properties, value, path) : []
}
