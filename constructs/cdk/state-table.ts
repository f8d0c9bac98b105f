import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { StateTablePlan } from '../plan'
import type { Children } from './children'
import { removalPolicy } from './removal'

export function makeStateTable(children: Children, plan: StateTablePlan, encryptionKey: IKey): Table {
  const table = new Table(children.scope, plan.child, {
    partitionKey: { name: plan.partitionKey.name, type: AttributeType.STRING },
    sortKey: { name: plan.sortKey.name, type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: plan.pointInTimeRecovery },
    deletionProtection: plan.deletionProtection,
    removalPolicy: removalPolicy(plan.removal),
  })
  children.remember(plan.child, { arn: table.tableArn, name: table.tableName })
  return table
}
