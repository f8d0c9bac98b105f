import { byCdk } from './deployments'
import { RULES } from './rules'

describe.each([byCdk('dev'), byCdk('prod')])('$tool', deployment => {
  test.each(RULES)('$name', ({ violations }) => {
    expect(violations(deployment)).toEqual([])
  })
})
