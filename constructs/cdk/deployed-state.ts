import { Stack, Token } from 'aws-cdk-lib'
import { StringParameter } from 'aws-cdk-lib/aws-ssm'
import { InvalidPipelineError, sha256 } from '../../pipeline'
import { compareStates, type DeployedState, type StateParameterPlan } from '../plan'
import type { Children } from './children'
import { pathOfProperty } from './properties'

const NOTHING = 'nothing is deployed'

/** What the deployment remembers of itself. */
export function makeDeployedState({ scope }: Children, { child, parameterName, value }: StateParameterPlan): StringParameter {
  return new StringParameter(scope, child, { parameterName, stringValue: value })
}

/**
 * Compares with what is deployed, which CDK's command line looks up: so for stacks whose account and region are known. It is looked up once for each state
 * that is planned, and kept in `cdk.context.json`; going back to an earlier state needs `cdk context --clear`.
 * @throws InvalidPipelineError where open windows would be lost or misread, with the ways out
 */
export function checkDeployedState(children: Children, planned: DeployedState, { parameterName, value }: StateParameterPlan): void {
  const { scope } = children
  const { account, region } = Stack.of(scope)
  if (Token.isUnresolved(account) || Token.isUnresolved(region)) return
  const found = StringParameter.valueFromLookup(scope, parameterName, NOTHING, { additionalCacheKey: sha256(value).slice(0, 16) })
  if (found === NOTHING) return
  const changes = compareStates(stateIn(found, parameterName), planned).map(change => ({ ...change, path: pathOfProperty(change.path) }))
  if (changes.length > 0) throw new InvalidPipelineError(changes, `${scope.node.path} can't follow what is deployed`)
}

function stateIn(text: string, parameterName: string): DeployedState {
  try {
    const state: DeployedState = JSON.parse(text)
    if (state.version === 1) return state
  } catch {
    // What isn't JSON is no state either.
  }
  throw new Error(
    `the parameter ${parameterName} got ${text.slice(0, 80)}; allowed is what this version of streambed wrote; use that which wrote it`,
  )
}
