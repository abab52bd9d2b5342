import { StateEffect, StateField, type Range } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";
import type { Peer } from "@coedit/client";
import { colourOf } from "../dom.js";

export const showPeers = StateEffect.define<readonly Peer[]>();

/** A caret with a name, which fades after a while and comes back with the pointer. */
class Caret extends WidgetType {
  constructor(
    private readonly user: string,
    private readonly name: string,
    private readonly place: number,
  ) {
    super();
  }

  // The place is part of it: a caret that moved is a new one, and shows its name again.
  override eq(other: Caret): boolean {
    return other.user === this.user && other.name === this.name && other.place === this.place;
  }

  override toDOM(): HTMLElement {
    const caret = document.createElement("span");
    caret.className = `peer-caret person-${colourOf(this.user)}`;
    caret.setAttribute("aria-hidden", "true");
    const flag = document.createElement("span");
    flag.className = "peer-flag";
    flag.textContent = this.name;
    // Word joiners keep the line from breaking, and its height from changing, at the caret.
    caret.append("\u2060", flag, "\u2060");
    return caret;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

function decorate(peers: readonly Peer[], length: number): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  for (const { user, name, cursor } of peers) {
    if (cursor !== undefined) {
      const from = Math.min(cursor.index, length);
      const to = Math.min(cursor.index + cursor.length, length);
      if (to > from) {
        ranges.push(Decoration.mark({ class: `peer-selection person-${colourOf(user)}` }).range(from, to));
      }
      ranges.push(Decoration.widget({ widget: new Caret(user, name, to), side: 1 }).range(to));
    }
  }
  return Decoration.set(ranges, true);
}

/** Where others are in the text. */
export const peerCursors = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(decorations, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(showPeers)) {
        return decorate(effect.value, transaction.state.doc.length);
      }
    }
    return decorations.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});
