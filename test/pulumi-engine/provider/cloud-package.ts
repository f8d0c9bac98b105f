/** A resource that lives in the recording cloud. */
export interface LiveResource {
  /** `aws:kinesis/stream:Stream` */
  readonly token: string
  /** The last part of its URN. */
  readonly name: string
  readonly id: string
  readonly inputs: Values
  readonly outputs: Values
}

export type Values = Readonly<Record<string, unknown>>

/** What a provider knows beyond the types of its SDK. */
export interface CloudPackage {
  /** `aws` of `@pulumi/aws`. */
  readonly name: string
  /** The input that the provider fills with a name of its own where the program gives none; `name` where this says nothing. */
  readonly named: Readonly<Record<string, string>>
  /** Inputs whose change makes a new resource, by type; `*` for all types. SDKs don't say it, so each row has its source beside it. */
  readonly replacing: Readonly<Record<string, readonly string[]>>
  /** Outputs that programs read parts of (ARNs). Others are made up from their types. */
  readonly outputs: (resource: Omit<LiveResource, 'outputs'>) => Values
  /** Answers of functions: `aws:index/getRegion:getRegion`. */
  readonly invokes: Readonly<Record<string, (given: Values) => Values>>
}
