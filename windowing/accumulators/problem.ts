/** A row's value that left its range. */
export class AggregateProblem {
  constructor(readonly problem: string) {}
}
