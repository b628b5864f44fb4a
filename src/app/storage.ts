/** A place for one text. Both directions may fail: storage can be forbidden, full, or not there. */
export interface TextStore {
  /** The text; null when there is none or it cannot be read. */
  read(): string | null;
  /** @returns false when it could not be kept */
  write(text: string): boolean;
  clear(): void;
  /** Is there a storage at all? */
  readonly works: boolean;
}

/**
 * One key of a browser's storage.
 * @param open gives the storage; touching `localStorage` may itself throw
 */
export function storedText(key: string, open: () => Storage = () => localStorage): TextStore {
  const attempt = <T>(use: (storage: Storage) => T, otherwise: T): T => {
    try {
      return use(open());
    } catch {
      return otherwise;
    }
  };
  return {
    read: () => attempt((storage) => storage.getItem(key), null),
    write: (text) =>
      attempt((storage) => {
        storage.setItem(key, text);
        return true;
      }, false),
    clear: () => {
      attempt((storage) => {
        storage.removeItem(key);
      }, undefined);
    },
    works: attempt((storage) => {
      storage.getItem(key);
      return true;
    }, false),
  };
}
