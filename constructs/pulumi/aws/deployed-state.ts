import * as ssm from '@pulumi/aws/ssm'
import * as pulumi from '@pulumi/pulumi'
import { issueText } from '../../../pipeline'
import { compareStates, type StateParameterPlan } from '../../plan'
import type { Children } from './children'

/**
 * What the deployment remembers of itself, in a parameter. A change of it is a change of what its state means: before the engine updates the
 * parameter, at preview already, a hook compares the stored state, which the engine gives it, with the planned one. All other
 * children wait for the parameter, so that nothing is updated where this refuses.
 */
export function makeDeployedState(children: Children, component: string, { child, parameterName, value }: StateParameterPlan): void {
  const hooks = hooksAreMocked() ? {} : { hooks: { beforeUpdate: [refusal(children.nameOf(`${child}-is-compatible`), component)] } }
  const parameter = children.create(
    ssm.Parameter,
    child,
    {
      name: parameterName,
      type: 'String',
      insecureValue: value,
      description: 'What the state in this deployment means',
      tags: children.tags,
    },
    // The pipeline's name is in the parameter's: another one is to be compared, not to be put beside this.
    { ...hooks, ignoreChanges: ['name'] },
  )
  children.waitFor(parameter)
}

/** In unit tests with `pulumi.runtime.setMocks`, which claims to know hooks, but fails at the first. */
const hooksAreMocked = () => pulumi.runtime.getMonitor()?.registerResourceHook === undefined

const refusal = (name: string, component: string) =>
  new pulumi.ResourceHook(
    name,
    ({ oldInputs, newInputs }) => refuse(component, oldInputs?.['insecureValue'], newInputs?.['insecureValue']),
    { onDryRun: true },
  )

function refuse(component: string, before: unknown, after: unknown): void {
  if (typeof before !== 'string' || typeof after !== 'string') return
  const changes = compareStates(JSON.parse(before), JSON.parse(after))
  if (changes.length === 0) return
  // The ways out are said once for all changes; a change without them says what to do itself.
  const lines = changes.map(({ hint = '', ways, ...change }) => `\n- ${issueText(ways.length === 0 ? { ...change, hint } : change)}`)
  const ways = changes.find(change => change.ways.length > 0)?.ways.map(({ name, what }) => `\n- ${name}: ${what}`) ?? []
  const out = ways.length === 0 ? '' : `\nways out:${ways.join('')}`
  throw new Error(`${component} can't be updated over the state that is deployed:${lines.join('')}${out}`)
}
