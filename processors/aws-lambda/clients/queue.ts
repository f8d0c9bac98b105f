/** One SQS queue. */
export interface QueueClient {
  send(body: string): Promise<void>
}
