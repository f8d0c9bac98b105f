import * as pulumi from '@pulumi/pulumi'

/**
 * The plan is made before the deployment, of plain values; an ARN that is known only later is planned as a stand-in of its shape, and put in
 * where children are made.
 */
export class Substitutes {
  private readonly values = new Map<string, pulumi.Output<string>>()

  /** The stand-in of an ARN. */
  arn(service: string, resource: string, value: pulumi.Output<string>): string {
    const standIn = `arn:aws:${service}:us-east-1:000000000000:${resource}streambed-stand-in-${this.values.size + 1}`
    this.values.set(standIn, value)
    return standIn
  }

  /** A text of the plan with what its stand-ins stand for. */
  apply(text: string): pulumi.Input<string> {
    let result: pulumi.Input<string> = text
    for (const [standIn, value] of this.values) {
      if (text.includes(standIn)) result = pulumi.all([result, value]).apply(([current, known]) => current.replaceAll(standIn, known))
    }
    return result
  }
}
