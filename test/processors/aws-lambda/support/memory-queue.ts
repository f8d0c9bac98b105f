import type { QueueClient } from '../../../../processors/aws-lambda'

/** Messages that were sent. */
export class MemoryQueue implements QueueClient {
  readonly bodies: string[] = []

  async send(body: string): Promise<void> {
    this.bodies.push(body)
  }
}
