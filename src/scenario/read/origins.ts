import type { Path } from '../yaml-document.ts';

/**
 * Where in the text each part of what was read stands. What is checked afterwards is the value that was made, in the simulator's
 * own shape; this finds the way back to what the author wrote.
 */
export interface Origins {
  /** `made` was read at `path`; `keys` names those of its keys that came from elsewhere. */
  place(made: object, path: Path, keys?: { readonly [key: string]: Path }): void;
  /** The path in the text of what is at `path` in `root`. */
  find(root: unknown, path: Path): Path;
}

export function newOrigins(): Origins {
  const placed = new WeakMap<object, { readonly path: Path; readonly keys: { readonly [key: string]: Path } }>();
  return {
    place(made, path, keys = {}) {
      placed.set(made, { path, keys });
    },
    find(root, path) {
      let found: Path = [];
      let at: unknown = root;
      for (const key of [null, ...path]) {
        if (key !== null) {
          const parent = isObject(at) ? placed.get(at) : undefined;
          // An author's key may be called `constructor`.
          const moved = parent !== undefined && Object.hasOwn(parent.keys, key) ? parent.keys[key] : undefined;
          found = moved ?? [...found, key];
          at = isObject(at) ? (at as { readonly [key: string | number]: unknown })[key] : undefined;
        }
        const own = isObject(at) ? placed.get(at) : undefined;
        if (own !== undefined) found = own.path;
      }
      return found;
    },
  };
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === 'object';
}
