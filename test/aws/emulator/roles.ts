import type { Credentials } from './clients'
import { elementOf, type RawApi } from './raw-api'

export interface PolicyStatement {
  readonly Sid: string
  readonly Action: string | readonly string[]
  readonly Resource: string | readonly string[]
}

interface PolicyDocument {
  readonly Statement: readonly PolicyStatement[]
}

/** A role with its one inline policy. */
export class Role {
  private constructor(
    private readonly api: RawApi,
    readonly arn: string,
    private readonly policyName: string,
    private readonly document: PolicyDocument,
  ) {}

  static async open(api: RawApi, arn: string, policyName: string): Promise<Role> {
    const xml = await api.query('iam', { Action: 'GetRolePolicy', RoleName: nameOf(arn), PolicyName: policyName })
    return new Role(api, arn, policyName, JSON.parse(decodeURIComponent(elementOf(xml, 'PolicyDocument'))))
  }

  get statements(): readonly PolicyStatement[] {
    return this.document.Statement
  }

  /** Runs `work` while the role lacks a statement. */
  async without<T>(sid: string, work: () => Promise<T>): Promise<T> {
    await this.put({ ...this.document, Statement: this.statements.filter(({ Sid }) => Sid !== sid) })
    try {
      return await work()
    } finally {
      await this.put(this.document)
    }
  }

  /** Credentials of a session with this role's rights. */
  async assume(): Promise<Credentials> {
    const xml = await this.api.query('sts', { Action: 'AssumeRole', RoleArn: this.arn, RoleSessionName: 'e2e' })
    return {
      accessKeyId: elementOf(xml, 'AccessKeyId'),
      secretAccessKey: elementOf(xml, 'SecretAccessKey'),
      sessionToken: elementOf(xml, 'SessionToken'),
    }
  }

  private async put(document: PolicyDocument): Promise<void> {
    const parameters = { RoleName: nameOf(this.arn), PolicyName: this.policyName, PolicyDocument: JSON.stringify(document) }
    await this.api.query('iam', { Action: 'PutRolePolicy', ...parameters })
  }
}

const nameOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1)
