import { Duration } from 'aws-cdk-lib'
import { Alarm, CfnDashboard, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { AlarmPlan, DashboardPlan } from '../plan'
import type { Children } from './children'

const COMPARISONS: Readonly<Record<AlarmPlan['comparison'], ComparisonOperator>> = {
  GreaterThanThreshold: ComparisonOperator.GREATER_THAN_THRESHOLD,
  GreaterThanOrEqualToThreshold: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
}
const MISSING_DATA: Readonly<Record<AlarmPlan['missingData'], TreatMissingData>> = {
  notBreaching: TreatMissingData.NOT_BREACHING,
  breaching: TreatMissingData.BREACHING,
}

export function makeAlarm(children: Children, plan: AlarmPlan): Alarm {
  const alarm = new Alarm(children.scope, plan.child, {
    alarmDescription: plan.description,
    metric: new Metric({
      namespace: plan.namespace,
      metricName: plan.metric,
      dimensionsMap: children.texts(plan.dimensions),
      statistic: plan.statistic,
      period: Duration.seconds(plan.periodSeconds),
    }),
    evaluationPeriods: plan.evaluationPeriods,
    datapointsToAlarm: plan.datapointsToAlarm,
    threshold: plan.threshold,
    comparisonOperator: COMPARISONS[plan.comparison],
    treatMissingData: MISSING_DATA[plan.missingData],
  })
  for (const arn of plan.actions) {
    const action = { bind: () => ({ alarmActionArn: children.text(arn) }) }
    alarm.addAlarmAction(action)
    alarm.addOkAction(action)
  }
  return alarm
}

export function makeDashboard(children: Children, plan: DashboardPlan): CfnDashboard {
  return new CfnDashboard(children.scope, plan.child, { dashboardName: plan.dashboardName, dashboardBody: children.json(plan.body) })
}
