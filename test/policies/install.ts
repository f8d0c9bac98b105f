import { resolve } from 'node:path'
import { installPython } from '../../conformance/install'
import requirements from './requirements.json'

/** cfn-lint and checkov in one environment, below `.cache/policies`; gives its `bin`. */
export async function installPolicyTools(progress: (text: string) => void): Promise<string> {
  const folder = resolve('.cache', 'policies', 'python')
  await installPython({ what: 'cfn-lint 1.58.0 and checkov 3.3.30', folder, requirements, progress })
  return resolve(folder, 'bin')
}
