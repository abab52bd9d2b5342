import * as Y from "yjs";

type Ops = Y.YTextEvent["delta"];
type Listener = (event: Y.YTextEvent, transaction: Y.Transaction) => void;

/**
 * Stands between a text and the editor binding that is given it: what the binding is told has passed `incoming`, what it
 * writes as a delta `outgoing`. The server checks the form of Yjs updates, not what they hold, so in a text is whatever
 * somebody's program put there. A rule keeps the length of what it replaces.
 *
 * @returns opens the gate again
 */
export function gate(text: Y.Text, incoming: (ops: Ops) => Ops, outgoing: (ops: Ops) => Ops): () => void {
  const { observe, unobserve, toDelta, applyDelta } = Y.Text.prototype;
  const listeners = new Map<Listener, Listener>();
  const gated = {
    toDelta: () => incoming(toDelta.call(text) as Ops),
    applyDelta: (ops: Ops) => applyDelta.call(text, outgoing(ops)),
    observe: (listener: Listener) => {
      const filtered: Listener = (event, transaction) =>
        listener({ transaction, delta: incoming(event.delta) } as Y.YTextEvent, transaction);
      listeners.set(listener, filtered);
      observe.call(text, filtered);
    },
    unobserve: (listener: Listener) => unobserve.call(text, listeners.get(listener) ?? listener),
  };
  // On the text itself, for its bindings compare it with the one that places name.
  Object.assign(text, gated);
  return () => Object.keys(gated).forEach((name) => Reflect.deleteProperty(text, name));
}
