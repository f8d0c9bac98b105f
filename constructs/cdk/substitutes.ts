import { Token } from 'aws-cdk-lib'

/** The plan is made of plain values; an ARN that is a token is planned as a stand-in of its shape, and put in where children are made. */
export class Substitutes {
  private readonly values = new Map<string, string>()

  /** The ARN itself, or its stand-in where it is a token. */
  arn(service: string, resource: string, value: string): string {
    if (!Token.isUnresolved(value)) return value
    const standIn = `arn:aws:${service}:us-east-1:000000000000:${resource}streambed-stand-in-${this.values.size + 1}`
    this.values.set(standIn, value)
    return standIn
  }

  /** A text of the plan with what its stand-ins stand for. */
  apply(text: string): string {
    return [...this.values].reduce((result, [standIn, value]) => result.replaceAll(standIn, value), text)
  }
}
