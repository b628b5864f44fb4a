/** Things of one kind that something can be done to. */
export interface ThingGroup {
  readonly name: string;
  readonly things: readonly { readonly key: string; readonly name: string }[];
}
