/** Name and version of the simulation's rules: recordings carry it, since another engine may run them differently. */
export const ENGINE = 'highwater-1';
