import { isDeepStrictEqual } from 'node:util'
import { checkInputs, type Problem, UNKNOWN } from '../schema/check-inputs'
import { PackageSchema } from '../schema/package-schema'
import type { CloudPackage, LiveResource, Values } from './cloud-package'

export interface Call {
  readonly operation: 'create' | 'update' | 'delete' | 'read' | 'invoke'
  readonly token: string
  /** The resource's logical name; empty for a function. */
  readonly name: string
  readonly inputs: Values
}

/** Which resource an operation is about. */
export interface Subject {
  readonly token: string
  readonly name: string
}

export interface Difference {
  /** Inputs that differ. */
  readonly changed: readonly { readonly input: string; readonly kind: 'add' | 'delete' | 'update'; readonly replaces: boolean }[]
  /** Whether the old resource has to go first, as its name is taken. */
  readonly deletesFirst: boolean
}

/** Inputs that the provider named itself, as Terraform's bridge marks them. */
const DEFAULTS = '__defaults'
const isOwn = (input: string) => !input.startsWith('__')

/**
 * A cloud that holds resources in memory: it checks their inputs against the SDK's types, says what an update replaces, and writes down
 * every call. It knows nothing of what a real cloud would refuse beyond types.
 */
export class RecordingCloud {
  readonly calls: Call[] = []
  readonly live = new Map<string, LiveResource>()
  /** Says why a call fails; it then changes nothing. */
  fail: (call: Call) => string | undefined = () => undefined
  /** What somebody changed by hand, by resource id: `read` (a refresh) sees it. */
  readonly drift = new Map<string, Values>()
  private readonly schemas: ReadonlyMap<string, { readonly schema: PackageSchema; readonly cloud: CloudPackage }>

  constructor(packages: readonly CloudPackage[]) {
    this.schemas = new Map(packages.map(cloud => [cloud.name, { schema: new PackageSchema(cloud.name), cloud }]))
  }

  /** The inputs with a name, and what is wrong with them. */
  check(subject: Subject, given: Values, old: Values, seed: string): { readonly inputs: Values; readonly problems: readonly Problem[] } {
    const { schema } = this.of(subject.token)
    const naming = this.naming(subject.token)
    const defaults = old[DEFAULTS]
    const inputs: Record<string, unknown> = { ...given }
    const property = schema.resource(subject.token)?.inputs[naming]
    if (property?.type === 'string' && !property.required && given[naming] === undefined) {
      const wasNamed = Array.isArray(defaults) && defaults.includes(naming)
      inputs[naming] = wasNamed ? old[naming] : `${subject.name}-${seed.slice(0, 7)}`
      inputs[DEFAULTS] = [naming]
    }
    return { inputs, problems: checkInputs(schema, subject.token, inputs) }
  }

  diff({ token }: Subject, old: Values, current: Values): Difference {
    const { cloud } = this.of(token)
    const replacing = new Set([...(cloud.replacing['*'] ?? []), ...(cloud.replacing[token] ?? []), this.naming(token)])
    const inputs = [...new Set([...Object.keys(old), ...Object.keys(current)])].filter(isOwn)
    const changed = inputs
      .filter(input => !isDeepStrictEqual(old[input], current[input]))
      .map(input => {
        const kind = old[input] === undefined ? 'add' : current[input] === undefined ? 'delete' : 'update'
        return { input, kind, replaces: replacing.has(input) } as const
      })
    const name = current[this.naming(token)]
    const sameName = name !== undefined && name === old[this.naming(token)]
    return { changed, deletesFirst: sameName && changed.some(({ replaces }) => replaces) }
  }

  create(subject: Subject, inputs: Values, preview: boolean): { readonly id: string; readonly outputs: Values } {
    if (preview) return { id: '', outputs: this.outputs(subject, inputs, undefined) }
    this.record('create', subject, inputs)
    const physical = inputs[this.naming(subject.token)]
    let id = typeof physical === 'string' ? physical : subject.name
    while (this.live.has(`${subject.token} ${id}`)) id += '-2'
    return { id, outputs: this.put(subject, id, inputs) }
  }

  update(subject: Subject, id: string, inputs: Values, preview: boolean): Values {
    if (preview) return { ...this.live.get(`${subject.token} ${id}`)?.outputs, ...inputs }
    this.record('update', subject, inputs)
    return this.put(subject, id, inputs)
  }

  delete(subject: Subject, id: string): void {
    this.record('delete', subject, {})
    if (!this.live.delete(`${subject.token} ${id}`)) throw new Error(`${subject.token} ${id} is not there`)
  }

  /** The resource as it is now, with what drifted; undefined where it is gone. */
  read(subject: Subject, id: string): { readonly inputs: Values; readonly outputs: Values } | undefined {
    this.record('read', subject, {})
    const found = this.live.get(`${subject.token} ${id}`)
    const drifted = this.drift.get(id)
    return found && { inputs: { ...found.inputs, ...drifted }, outputs: { ...found.outputs, ...drifted } }
  }

  invoke(token: string, given: Values): Values {
    this.record('invoke', { token, name: '' }, given)
    const answer = this.of(token).cloud.invokes[token]
    if (!answer) throw new Error(`the recording cloud has no answer for ${token}: add it to its package's invokes`)
    return answer(given)
  }

  private record(operation: Call['operation'], { token, name }: Subject, inputs: Values): void {
    const call = { operation, token, name, inputs }
    const reason = this.fail(call)
    if (reason !== undefined) throw new Error(reason)
    this.calls.push(call)
  }

  private put(subject: Subject, id: string, inputs: Values): Values {
    const outputs = this.outputs(subject, inputs, id)
    this.live.set(`${subject.token} ${id}`, { ...subject, id, inputs, outputs })
    return outputs
  }

  /** The inputs, and a value for each other output of the SDK's class. Without an id, in a preview, none of these is known. */
  private outputs(subject: Subject, inputs: Values, id: string | undefined): Values {
    const { schema, cloud } = this.of(subject.token)
    const known = id === undefined ? {} : cloud.outputs({ ...subject, id, inputs })
    const outputs: Record<string, unknown> = {}
    for (const [name, { type }] of Object.entries(schema.resource(subject.token)?.outputs ?? {})) {
      if (name === 'id' || name === 'urn' || inputs[name] !== undefined) continue
      if (id === undefined) outputs[name] = UNKNOWN
      else if (name in known) outputs[name] = known[name]
      else if (type === 'string') outputs[name] = `${id}/${name}`
      else if (type === 'number') outputs[name] = 0
      else if (type === 'boolean') outputs[name] = false
    }
    return { ...outputs, ...Object.fromEntries(Object.entries(inputs).filter(([name]) => isOwn(name))) }
  }

  private naming(token: string): string {
    return this.of(token).cloud.named[token] ?? 'name'
  }

  private of(token: string): { readonly schema: PackageSchema; readonly cloud: CloudPackage } {
    const [name = ''] = token.split(':')
    const found = this.schemas.get(name)
    if (!found) throw new Error(`the recording cloud knows no package ${name}; it was started with ${[...this.schemas.keys()].join(', ')}`)
    return found
  }
}
