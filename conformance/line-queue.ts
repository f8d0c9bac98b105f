/** Lines between the one who reads a process's output and the one who waits for them. */
export class LineQueue implements AsyncIterable<string> {
  private readonly lines: string[] = []
  private ended = false
  private wake: () => void = () => {}

  push(line: string): void {
    this.lines.push(line)
    this.wake()
  }

  end(): void {
    this.ended = true
    this.wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for (;;) {
      const line = this.lines.shift()
      if (line !== undefined) yield line
      else if (this.ended) return
      else
        await new Promise<void>(resolve => {
          this.wake = resolve
        })
    }
  }
}
