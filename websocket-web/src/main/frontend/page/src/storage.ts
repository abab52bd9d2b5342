const shortLived = new Map<string, string>();

/** In a frame of another site a browser may let the page keep nothing, and says so by an exception. */
function kept(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

/** Small notes that this browser keeps for the page; where it may not, they last as long as the page is open. */
export const storage = {
  get: (key: string): string | null => kept()?.getItem(key) ?? shortLived.get(key) ?? null,
  set: (key: string, value: string): void => {
    const to = kept();
    if (to === undefined) {
      shortLived.set(key, value);
    } else {
      to.setItem(key, value);
    }
  },
  remove: (key: string): void => {
    kept()?.removeItem(key);
    shortLived.delete(key);
  },
  keys: (): string[] => [...Object.keys(kept() ?? {}), ...shortLived.keys()],
};
