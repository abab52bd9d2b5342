import * as Y from "yjs";

export type Kind = "richtext" | "text";

/** Which editor shows a document, and of which of its shared types. */
export type Layout =
  | { readonly kind: Kind; readonly root: string }
  /** Nothing is in it, and nothing says what shall be. */
  | { readonly kind: "blank" }
  /** Others write in it, in a form this page has no editor for. */
  | { readonly kind: "foreign" };

type AnyType = Y.AbstractType<Y.YEvent<any>>;

const NOTES = "coedit";
const EDITOR = "editor";
const ROOT = "text";

/**
 * A note in the document itself says it, for the documents of this page; it travels with them. Without one the content does:
 * text with formats or pictures in it is rich text, other text is plain. That is how documents of other programs are
 * shown, whose shared types have whatever name; of several the one that the server's exports take.
 */
export function layoutOf(doc: Y.Doc): Layout {
  const noted: unknown = isMap(doc.share.get(NOTES)) ? doc.getMap(NOTES).get(EDITOR) : undefined;
  if (noted === "richtext" || noted === "text") {
    return { kind: noted, root: ROOT };
  }
  const roots = [...doc.share].sort(([one], [other]) => Number(other === ROOT) - Number(one === ROOT) || (one < other ? -1 : 1));
  const looks = roots.map(([root, type]) => ({ root, look: lookOf(type) }));
  const text = looks.find(({ look }) => look === "text" || look === "richtext");
  if (text !== undefined) {
    return { kind: text.look as Kind, root: text.root };
  }
  return looks.some(({ look }) => look === "other") ? { kind: "foreign" } : { kind: "blank" };
}

/** Writes down, for everybody, what a blank document shall be. */
export function noteKind(doc: Y.Doc, kind: Kind): void {
  doc.getMap(NOTES).set(EDITOR, kind);
}

/** Nothing on the wire says what kind a shared type is of, until somebody asks for it as one. */
function isMap(type: AnyType | undefined): boolean {
  return type !== undefined && type._map.size > 0;
}

function lookOf(type: AnyType): Kind | "other" | "nothing" {
  let look: Kind | "other" | "nothing" = isMap(type) ? "other" : "nothing";
  for (let item = type._start; item !== null; item = item.right) {
    if (item.deleted) {
      continue;
    }
    if (item.content instanceof Y.ContentFormat || item.content instanceof Y.ContentEmbed) {
      return "richtext";
    }
    if (item.content instanceof Y.ContentString) {
      look = "text";
    } else if (look !== "text") {
      return "other";
    }
  }
  return look;
}
