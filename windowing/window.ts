/** The windows of an event; half-open [start, end), epoch milliseconds. */
export type WindowSpecification =
  | { readonly kind: 'tumbling'; readonly sizeMs: number; readonly offsetMs: number }
  | { readonly kind: 'hopping'; readonly sizeMs: number; readonly hopMs: number; readonly offsetMs: number }
  | { readonly kind: 'session'; readonly gapMs: number }
