/** Timer slots of a broker that belong to its controller module: 32 to 63. */
export const CONTROLLER_SLOTS = { rebalance: 32, purgatory: 33, channels: 34, last: 63 } as const;
