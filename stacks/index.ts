/** What `pulumi up` runs: the target that the configuration (`pulumi config set target aws`) or else the stack's name says. */
import { Config, getStack, RunError } from '@pulumi/pulumi'
import { withShortStack } from '../constructs/pulumi/short-stack'

interface Target {
  readonly deploy: (config: Config) => Promise<Record<string, unknown>>
}

/** Each loads its own provider's SDK only. */
const TARGETS: Readonly<Record<string, () => Target>> = {
  aws: () => require('./aws') as typeof import('./aws'),
}

async function deploy(): Promise<Record<string, unknown>> {
  const config = new Config()
  const name = config.get('target') ?? getStack()
  const target = TARGETS[name]
  if (!target)
    throw new RunError(
      `there is no target ${name}; one of ${Object.keys(TARGETS).join(', ')} is: as the stack's name, or by: pulumi config set target`,
    )
  return target().deploy(config)
}

// The engine calls what a program exports, and takes what that gives as the stack's outputs.
export = () =>
  deploy().catch(error => {
    throw withShortStack(error)
  })
