const TestSequencer = require('@jest/test-sequencer').default

/** Where a fresh clone spends most of its time. Jest knows no durations there and goes by the size of files, by which these come last. */
const LONGEST = ['runtime/simulation/one-stage', 'runtime/simulation/two-stages', 'windowing/oracle/', 'local/crash', 'cli/run']

const rank = ({ path }) => {
  const found = LONGEST.findIndex(part => path.replaceAll('\\', '/').includes(part))
  return found < 0 ? LONGEST.length : found
}

module.exports = class LongestFirst extends TestSequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((left, right) => rank(left) - rank(right))
  }
}
