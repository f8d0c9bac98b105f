/** Processes that were started with a group of their own; they must not outlive this one. */
const running = new Set<number>()
let watching = false

/** Sends a signal to a process and all that it started; false where nobody of them is left. */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal)
    return true
  } catch {
    return false
  }
}

/** From now on, however this process ends (short of SIGKILL), the group of `pid` ends with it. */
export function endWithThisProcess(pid: number): void {
  running.add(pid)
  if (watching) return
  watching = true
  process.on('exit', () => {
    for (const group of running) signalGroup(group, 'SIGKILL')
  })
  // Without a handler these end the process without 'exit'.
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const)
    process.once(signal, () => process.exit(128 + number))
}

/** Its leader has ended by itself: what it left behind is ended, too. */
export function groupEnded(pid: number): void {
  signalGroup(pid, 'SIGKILL')
  running.delete(pid)
}
