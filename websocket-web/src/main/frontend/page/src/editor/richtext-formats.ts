import Quill from "quill";
import QuillCursors from "quill-cursors/core";
import { isLink, UNKNOWN } from "./richtext-schema.js";

interface EmbedClass {
  new (...parameters: never[]): { domNode: HTMLElement };
  create(value: unknown): HTMLElement;
}

interface LinkClass {
  new (...parameters: never[]): object;
  sanitize(url: string): string;
  SANITIZED_URL: string;
}

const Embed = Quill.import("blots/embed") as unknown as EmbedClass;
const Link = Quill.import("formats/link") as unknown as LinkClass;

/** Something that other programs put into documents and this page shows as a sign only. */
function sign(name: string, describe: (value: unknown) => string): unknown {
  return class extends Embed {
    static blotName = name;
    static tagName = "SPAN";
    static className = `embed-${name}`;

    static override create(value: unknown): HTMLElement {
      const node = super.create(value);
      node.dataset["value"] = JSON.stringify(value);
      node.textContent = describe(value);
      return node;
    }

    static value(node: HTMLElement): unknown {
      return JSON.parse(node.dataset["value"] ?? "true");
    }
  };
}

class SafeLink extends Link {
  static override sanitize(url: string): string {
    return isLink(url) ? url : this.SANITIZED_URL;
  }
}

/** Teaches Quill the formats of the server's schema, as far as it does not know them. */
export function registerFormats(): void {
  Quill.register(
    {
      "modules/cursors": QuillCursors,
      "formats/link": SafeLink as never,
      "formats/video": sign("video", (value) => `▶ ${String(value)}`) as never,
      "formats/formula": sign("formula", String) as never,
      "formats/divider": sign("divider", () => "⸻") as never,
      "formats/unknown": sign(UNKNOWN, () => "▢") as never,
    },
    true,
  );
  const icons = Quill.import("ui/icons") as Record<string, string>;
  const drawn = (path: string): string =>
    `<svg viewBox="0 0 24 24"><path class="ql-stroke" d="${path}" transform="translate(1.5 1) scale(.9)"/></svg>`;
  icons["undo"] = drawn("M8 5L4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3");
  icons["code"] = drawn("M9 4C6.5 4 7.5 8 7 10c-.3 1.2-1 2-2.5 2 1.500 0 2.200.8 2.500 2 .5 2-.5 6 2 6M15 4c2.500 0 1.500 4 2 6 .3 1.200 1 2 2.500 2-1.500 0-2.200.8-2.500 2-.5 2 .5 6-2 6");
  icons["redo"] = drawn("M16 5l4 4-4 4M20 9H10a6 6 0 0 0 0 12h3");
}
