import * as pulumi from '@pulumi/pulumi'
import { aws } from '../../pulumi-engine/packages/aws'

/** A resource that a program asked for. */
export interface Made {
  /** `aws:kinesis/stream:Stream` */
  readonly type: string
  readonly name: string
  readonly inputs: Readonly<Record<string, unknown>>
}

/** Runs a program without an engine: everything that it made, in order of names, and what it gave. */
export async function mocked<Result extends object>(
  program: () => Result,
): Promise<{ readonly made: readonly Made[]; readonly outputs: Result }> {
  const made: Made[] = []
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      if (type.startsWith('aws:')) made.push({ type, name, inputs })
      const resource = { token: type, name, id: name, inputs }
      return { id: name, state: { ...aws.outputs(resource), name, bucket: name, ...inputs } }
    },
    call: ({ token, inputs }) => ({ ...aws.invokes[token]?.(inputs) }),
  })
  const outputs = program()
  // Waits for all registrations.
  await pulumi.runtime.disconnect()
  return { made: made.sort((a, b) => (a.name < b.name ? -1 : 1)), outputs }
}

/** The value of an output, once it is known. */
export const known = <T>(output: pulumi.Output<T>): Promise<T> => new Promise(resolve => output.apply(value => void resolve(value)))
