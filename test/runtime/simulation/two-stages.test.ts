import { checkSchedules } from './check'

test(
  'two stages: whatever crashes, is retried, comes twice, or is processed by two workers, each record counts once',
  () => checkSchedules(2),
  600_000,
)
