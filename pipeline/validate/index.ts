import type { Definition } from '../definition'
import type { Issue } from '../errors'

export function validate(_definition: Definition): Issue[] {
  return []
}
