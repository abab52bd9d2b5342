import type { DocumentStatus } from "@coedit/client";
import { announce, h, icon, type Icon } from "../dom.js";
import type { OpenDocument } from "../open-document.js";

interface Look {
  readonly icon: Icon;
  readonly text: string;
  readonly spoken: string;
}

const LOOKS: Record<DocumentStatus, Look | undefined> = {
  opening: undefined,
  saved: { icon: "saved", text: "Saved", spoken: "All changes are saved." },
  saving: { icon: "saving", text: "Saving…", spoken: "Saving." },
  offline: { icon: "offline", text: "Offline", spoken: "There is no connection. You can go on writing." },
  closed: undefined,
};

const SPOKEN_AFTER = 2_500;

/** How long the server may answer for nothing until it is said that it cannot save now. */
const STALLED_AFTER = 5_000;
const LOOK_EVERY = 500;

const where = ({ kept }: OpenDocument): string => (kept === true ? "on this device" : "in this tab");

const stalled = (source: OpenDocument): Look => ({
  icon: "offline",
  text: `Not saved yet – your changes are kept ${where(source)}`,
  spoken: `The server cannot save now. Your changes are kept ${where(source)}. You can go on writing.`,
});

/**
 * Saving, saved, offline, or connected to a server that cannot save. The mark follows the document at once; it is read out
 * only when it has stayed the same for a while, for it changes with every few keys.
 */
export function statusMark() {
  const text = h("span", {});
  const mark = h("span", { class: "status" });
  const readOnlyNote = h("span", { class: "status read-only-note", hidden: true }, "Read only");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looks: ReturnType<typeof setInterval> | undefined;
  let said = LOOKS.saved!.spoken;
  const put = (look: Look | undefined, kind: string): void => {
    clearTimeout(timer);
    mark.className = `status status-${kind}`;
    mark.replaceChildren(...(look === undefined ? [] : [icon(look.icon), text]));
    text.textContent = look?.text ?? "";
    mark.title = look?.spoken ?? "";
    timer = setTimeout(() => {
      if (look !== undefined && look.spoken !== said) {
        said = look.spoken;
        announce(said);
      }
    }, SPOKEN_AFTER);
  };
  let answered = -1;
  let since = 0;
  /** As long as it is saving: looks whether anything is saved. */
  const watch = (source: OpenDocument): void => {
    let told = false;
    const look = (): void => {
      if (source.acknowledged !== answered) {
        answered = source.acknowledged;
        since = performance.now();
      }
      const stands = source.unsaved && performance.now() - since >= STALLED_AFTER;
      if (stands !== told) {
        told = stands;
        put(stands ? stalled(source) : LOOKS.saving, stands ? "stalled" : "saving");
      }
    };
    look();
    looks = setInterval(look, LOOK_EVERY);
  };
  const show = (source: OpenDocument): void => {
    const { status, unsaved } = source;
    clearInterval(looks);
    const look = LOOKS[status];
    put(status === "offline" && unsaved && look !== undefined ? { ...look, text: `Offline – your changes are kept ${where(source)}` } : look, status);
    if (status === "saving") {
      watch(source);
    } else if (status === "saved") {
      answered = -1;
    }
  };
  return {
    element: h("span", { class: "status-place" }, mark, readOnlyNote),
    show,
    readOnly: (yes: boolean) => (readOnlyNote.hidden = !yes),
    leave: () => {
      clearTimeout(timer);
      clearInterval(looks);
    },
  };
}
