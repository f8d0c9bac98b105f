import type { Alarm, CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { AlarmPlan, ArchivePlan, CatalogPlan, DashboardPlan } from '../plan'
import { type ArchiveParts, makeArchive } from './archive'
import { type CatalogParts, makeCatalog } from './catalog'
import type { Children } from './children'
import { makeAlarm, makeDashboard } from './monitoring'

/** By what people look at the data and at the work. */
export interface ViewsPlan {
  readonly catalog: CatalogPlan
  readonly archive: ArchivePlan | null
  readonly alarms: readonly AlarmPlan[]
  readonly dashboard: DashboardPlan
}

export interface ViewsParts {
  readonly catalog: CatalogParts
  readonly archive?: ArchiveParts
  /** By name of the child. */
  readonly alarms: Readonly<Record<string, Alarm>>
  readonly dashboard: CfnDashboard
}

export function makeViews(children: Children, plan: ViewsPlan, key: IKey): ViewsParts {
  return {
    catalog: makeCatalog(children, plan.catalog),
    ...(plan.archive && { archive: makeArchive(children, plan.archive, key) }),
    alarms: Object.fromEntries(plan.alarms.map(alarm => [alarm.child, makeAlarm(children, alarm)])),
    dashboard: makeDashboard(children, plan.dashboard),
  }
}
