import { ofKind } from '../resources'
import { code } from '../samples'
import { failing, type Rule } from './rule'

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html: Node.js 22 until April 2027, 24 until April 2028. */
const SUPPORTED = ['nodejs22.x', 'nodejs24.x']

export const supportedRuntimes: Rule = {
  name: 'functions run on runtimes that get their patches',
  violations: deployment => failing(ofKind(deployment, 'function'), ({ runtime }) => SUPPORTED.includes(runtime), 'runs on an old runtime'),
  broken: [{ ...code, runtime: 'nodejs18.x' }],
}
