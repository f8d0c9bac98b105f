import { Aws } from 'aws-cdk-lib'
import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena'
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue'
import type { CatalogColumn, CatalogPlan, CatalogTablePlan } from '../plan'
import type { Children } from './children'
import { removalPolicy } from './removal'

/** Glue's database and tables, and Athena's workgroup with queries that read them. */
export interface CatalogParts {
  readonly database: CfnDatabase
  /** By name of the table in Glue. */
  readonly tables: Readonly<Record<string, CfnTable>>
  readonly workgroup: CfnWorkGroup
  /** By name of the child. */
  readonly queries: Readonly<Record<string, CfnNamedQuery>>
}

export function makeCatalog(children: Children, plan: CatalogPlan): CatalogParts {
  const { child, databaseName, description, location, removal } = plan.database
  const database = new CfnDatabase(children.scope, child, {
    catalogId: Aws.ACCOUNT_ID,
    databaseInput: { name: databaseName, description, locationUri: children.text(location) },
  })
  database.applyRemovalPolicy(removalPolicy(removal))
  children.remember(child, { name: database.ref })
  const workgroup = makeWorkgroup(children, plan)
  return {
    database,
    tables: Object.fromEntries(plan.tables.map(table => [table.tableName, makeTable(children, table, database)])),
    workgroup,
    queries: Object.fromEntries(
      plan.queries.map(query => [
        query.child,
        new CfnNamedQuery(children.scope, query.child, {
          name: query.queryName,
          description: query.description,
          database: database.ref,
          workGroup: workgroup.ref,
          queryString: query.sql,
        }),
      ]),
    ),
  }
}

function makeTable(children: Children, plan: CatalogTablePlan, database: CfnDatabase): CfnTable {
  return new CfnTable(children.scope, plan.child, {
    catalogId: Aws.ACCOUNT_ID,
    databaseName: database.ref,
    tableInput: {
      name: plan.tableName,
      description: plan.description,
      tableType: plan.tableType,
      parameters: children.texts(plan.parameters),
      partitionKeys: plan.partitionKeys.map(columnProperty),
      storageDescriptor: {
        location: children.text(plan.location),
        columns: plan.columns.map(columnProperty),
        inputFormat: plan.inputFormat,
        outputFormat: plan.outputFormat,
        serdeInfo: { serializationLibrary: plan.serializationLibrary, parameters: children.texts(plan.serdeParameters) },
      },
    },
  })
}

const columnProperty = ({ name, type, comment }: CatalogColumn) => ({ name, type, ...(comment !== undefined && { comment }) })

function makeWorkgroup(children: Children, { workgroup: plan }: CatalogPlan): CfnWorkGroup {
  const workgroup = new CfnWorkGroup(children.scope, plan.child, {
    name: plan.workgroupName,
    description: plan.description,
    recursiveDeleteOption: plan.forceDestroy,
    workGroupConfiguration: {
      bytesScannedCutoffPerQuery: plan.bytesScannedCutoff,
      enforceWorkGroupConfiguration: plan.enforce,
      publishCloudWatchMetricsEnabled: plan.publishMetrics,
      engineVersion: { selectedEngineVersion: plan.engineVersion },
      resultConfiguration: {
        outputLocation: children.text(plan.resultLocation),
        encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: children.text(plan.key) },
      },
    },
  })
  children.remember(plan.child, { name: workgroup.ref })
  return workgroup
}
