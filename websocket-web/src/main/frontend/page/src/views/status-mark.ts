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

/**
 * Saving, saved or offline. The mark follows the document at once; it is read out only when it has stayed the same for a
 * while, for it changes with every few keys.
 */
export function statusMark() {
  const text = h("span", {});
  const mark = h("span", { class: "status" });
  const readOnlyNote = h("span", { class: "status read-only-note", hidden: true }, "Read only");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let said: DocumentStatus = "saved";
  const show = ({ status, unsaved, kept }: OpenDocument): void => {
    const where = kept === true ? "on this device" : "in this tab";
    const look = LOOKS[status];
    clearTimeout(timer);
    mark.className = `status status-${status}`;
    mark.replaceChildren(...(look === undefined ? [] : [icon(look.icon), text]));
    text.textContent = look === undefined ? "" : status === "offline" && unsaved ? `Offline – your changes are kept ${where}` : look.text;
    mark.title = look?.spoken ?? "";
    timer = setTimeout(() => {
      if (look !== undefined && status !== said) {
        said = status;
        announce(look.spoken);
      }
    }, SPOKEN_AFTER);
  };
  return {
    element: h("span", { class: "status-place" }, mark, readOnlyNote),
    show,
    readOnly: (yes: boolean) => (readOnlyNote.hidden = !yes),
    leave: () => clearTimeout(timer),
  };
}
