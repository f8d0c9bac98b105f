/** What the functions report of themselves, by the embedded metric format, with the dimension `FunctionName`. */
export const METRIC_NAMESPACE = 'streambed'
export const METRICS = {
  events: 'Events',
  rows: 'Rows',
  lateEvents: 'LateEvents',
  deadLetters: 'DeadLetters',
  /** Clock − watermark, ms. */
  watermarkLag: 'WatermarkLag',
  stateBytes: 'StateBytes',
  /** Loading and committing state, ms. */
  commitTime: 'CommitTime',
  /** Of the oldest staged file that a publication took, ms. */
  publishLag: 'PublishLag',
} as const
