/** Listeners for the events in `E`; what `on` returns takes the listener off again. */
export class Events<E> {
  private readonly listeners = new Map<keyof E, Set<(event: never) => void>>();

  on<K extends keyof E>(kind: K, listener: (event: E[K]) => void): () => void {
    const set = this.listeners.get(kind) ?? new Set();
    this.listeners.set(kind, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  protected emit<K extends keyof E>(kind: K, event: E[K]): void {
    for (const listener of [...(this.listeners.get(kind) ?? [])]) {
      (listener as (event: E[K]) => void)(event);
    }
  }
}
