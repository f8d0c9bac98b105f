import type { FlinkApplicationPlan } from './flink-plan'

/** The application's own configuration, in the names of the service's API, which both tools have. https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_FlinkApplicationConfiguration.html */
export function flinkConfiguration(plan: FlinkApplicationPlan) {
  return {
    checkpointConfiguration: {
      configurationType: 'CUSTOM',
      checkpointingEnabled: true,
      checkpointInterval: plan.checkpoints.intervalMs,
      minPauseBetweenCheckpoints: plan.checkpoints.minimumPauseMs,
    },
    monitoringConfiguration: { configurationType: 'CUSTOM', metricsLevel: plan.metricsLevel, logLevel: plan.logLevel },
    parallelismConfiguration: {
      configurationType: 'CUSTOM',
      parallelism: plan.parallelism,
      parallelismPerKpu: plan.parallelismPerKpu,
      autoScalingEnabled: plan.autoScaling,
    },
  }
}
