import { checkSchedules } from './check'

test(
  'one stage: whatever crashes, is retried, comes twice, or is processed by two workers, each record counts once',
  () => checkSchedules(1),
  600_000,
)
