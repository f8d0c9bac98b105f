import * as athena from '@pulumi/aws/athena'
import * as glue from '@pulumi/aws/glue'
import type * as pulumi from '@pulumi/pulumi'
import type { CatalogColumn, CatalogPlan, CatalogTablePlan } from '../../plan'
import type { Children } from './children'
import { kept } from './kept'

/** Glue's database, which it gives, and tables, and Athena's workgroup with queries that read them. */
export function makeCatalog(children: Children, plan: CatalogPlan): glue.CatalogDatabase {
  const database = children.create(
    glue.CatalogDatabase,
    plan.database.child,
    {
      name: plan.database.databaseName,
      description: plan.database.description,
      locationUri: children.text(plan.database.location),
      tags: children.tags,
    },
    kept(plan.database.removal),
  )
  children.remember(plan.database.child, { arn: database.arn, name: database.name })
  for (const table of plan.tables) makeTable(children, table, database.name)
  const workgroup = makeWorkgroup(children, plan)
  for (const query of plan.queries)
    children.create(athena.NamedQuery, query.child, {
      name: query.queryName,
      description: query.description,
      database: database.name,
      workgroup: workgroup.name,
      query: query.sql,
    })
  return database
}

function makeTable(children: Children, plan: CatalogTablePlan, databaseName: pulumi.Input<string>): void {
  children.create(glue.CatalogTable, plan.child, {
    databaseName,
    name: plan.tableName,
    description: plan.description,
    tableType: plan.tableType,
    parameters: children.texts(plan.parameters),
    partitionKeys: plan.partitionKeys.map(columnInputs),
    storageDescriptor: {
      location: children.text(plan.location),
      columns: plan.columns.map(columnInputs),
      inputFormat: plan.inputFormat,
      outputFormat: plan.outputFormat,
      serDeInfo: { serializationLibrary: plan.serializationLibrary, parameters: children.texts(plan.serdeParameters) },
    },
  })
}

const columnInputs = ({ name, type, comment }: CatalogColumn) => ({ name, type, ...(comment !== undefined && { comment }) })

function makeWorkgroup(children: Children, { workgroup: plan }: CatalogPlan): athena.Workgroup {
  const workgroup = children.create(athena.Workgroup, plan.child, {
    name: plan.workgroupName,
    description: plan.description,
    forceDestroy: plan.forceDestroy,
    configuration: {
      bytesScannedCutoffPerQuery: plan.bytesScannedCutoff,
      enforceWorkgroupConfiguration: plan.enforce,
      publishCloudwatchMetricsEnabled: plan.publishMetrics,
      engineVersion: { selectedEngineVersion: plan.engineVersion },
      resultConfiguration: {
        outputLocation: children.text(plan.resultLocation),
        encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKeyArn: children.text(plan.key) },
      },
    },
    tags: children.tags,
  })
  children.remember(plan.child, { arn: workgroup.arn, name: workgroup.name })
  return workgroup
}
