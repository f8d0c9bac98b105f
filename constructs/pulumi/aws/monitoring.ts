import * as cloudwatch from '@pulumi/aws/cloudwatch'
import type { AlarmPlan, DashboardPlan } from '../../plan'
import type { Children } from './children'

/** By what people look at the work. */
export interface MonitoringPlan {
  readonly alarms: readonly AlarmPlan[]
  readonly dashboard: DashboardPlan
}

export function makeMonitoring(children: Children, { alarms, dashboard }: MonitoringPlan): void {
  for (const alarm of alarms) makeAlarm(children, alarm)
  makeDashboard(children, dashboard)
}

function makeAlarm(children: Children, plan: AlarmPlan): void {
  const actions = plan.actions.map(arn => children.text(arn))
  children.create(cloudwatch.MetricAlarm, plan.child, {
    alarmDescription: plan.description,
    namespace: plan.namespace,
    metricName: plan.metric,
    dimensions: children.texts(plan.dimensions),
    statistic: plan.statistic,
    period: plan.periodSeconds,
    evaluationPeriods: plan.evaluationPeriods,
    datapointsToAlarm: plan.datapointsToAlarm,
    threshold: plan.threshold,
    comparisonOperator: plan.comparison,
    treatMissingData: plan.missingData,
    alarmActions: actions,
    okActions: actions,
    tags: children.tags,
  })
}

function makeDashboard(children: Children, plan: DashboardPlan): void {
  children.create(cloudwatch.Dashboard, plan.child, { dashboardName: plan.dashboardName, dashboardBody: children.json(plan.body) })
}
