/** What the future that a run began with is called. */
export const AS_IT_WAS = 'as it was';
