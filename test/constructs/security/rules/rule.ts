import type { Deployment, Resource } from '../resources'

/** A rule over all resources of a deployment, whatever tool made it and for whatever cloud. */
export interface Rule {
  /** In the words of a reviewer: `data at rest is encrypted with a key of one's own`. */
  readonly name: string
  /** What is wrong, one line each, beginning with the resource. */
  readonly violations: (deployment: Deployment) => readonly string[]
  /** Resources that break it, each in its own way. */
  readonly broken: readonly Resource[]
}

/** A line for each resource that fails. */
export function failing<Kind extends Resource>(
  resources: readonly Kind[],
  isRight: (resource: Kind) => boolean,
  what: string,
): readonly string[] {
  return resources.filter(resource => !isRight(resource)).map(({ name, type }) => `${name} (${type}) ${what}`)
}
