import type { AlarmPlan, ArchivePlan, CatalogPlan, DashboardPlan } from '../../plan'
import { makeArchive } from './archive'
import { makeCatalog } from './catalog'
import type { Children } from './children'
import { makeAlarm, makeDashboard } from './monitoring'

/** By what people look at the data and at the work. */
export interface ViewsPlan {
  readonly catalog: CatalogPlan
  readonly archive: ArchivePlan | null
  readonly alarms: readonly AlarmPlan[]
  readonly dashboard: DashboardPlan
}

export function makeViews(children: Children, plan: ViewsPlan): void {
  makeCatalog(children, plan.catalog)
  if (plan.archive) makeArchive(children, plan.archive)
  for (const alarm of plan.alarms) makeAlarm(children, alarm)
  makeDashboard(children, plan.dashboard)
}
