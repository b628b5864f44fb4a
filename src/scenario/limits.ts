/*
 * How much one scenario may ask for. The limits are far beyond what can be watched; they keep a slip of the keyboard, or a text
 * from a stranger, from filling the memory of a browser.
 */

/** A scenario's text, in characters. */
export const LONGEST_TEXT = 1_000_000;
/** Of one text; whoever has put these right will be told of the rest. */
export const MOST_MISTAKES = 500;
/** Seeds are from 0 to this one. */
export const LARGEST_SEED = 4_294_967_295;
export const MOST_BROKERS = 100;
export const HIGHEST_BROKER_ID = 1000;
export const MOST_TOPICS = 1_000;
export const MOST_PARTITIONS = 10_000;
export const MOST_REPLICAS = 50_000;
export const MOST_CLIENTS = 100;
export const MOST_SCRIPT_ITEMS = 1_000;
export const MOST_INTERVENTIONS = 10_000;
export const MOST_RECORDS_A_SEND = 100_000;
/** Of one key or value, in bytes; a broker refuses much smaller ones (message.max.bytes). */
export const LARGEST_BYTES = 2_000_000;
/** No time in a scenario is later or longer: 30 days, in microseconds. */
export const LONGEST_TIME = 30 * 24 * 3_600_000_000;
/** The shortest interval of a program, in microseconds. */
export const SHORTEST_INTERVAL = 10;
/** All keys and values of one send together, in bytes. */
export const LARGEST_SEND = 50_000_000;
