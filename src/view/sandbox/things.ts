/** Things of one kind that something can be done to. */
export interface ThingGroup {
  readonly name: string;
  /** Kafka's own: listed when asked for. */
  readonly internal: boolean;
  readonly things: readonly { readonly key: string; readonly name: string }[];
}
