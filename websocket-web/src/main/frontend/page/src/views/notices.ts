import { h } from "../dom.js";

const SHOWN_FOR = 8_000;

/** Tells of something that went wrong, or right, at the edge of the page. */
export function notify(text: string, kind: "error" | "done" = "error"): void {
  const place = document.getElementById("notices");
  const notice = h("div", { class: `notice notice-${kind}` }, text);
  const close = h("button", { class: "quiet", type: "button", "aria-label": "Close", onclick: () => notice.remove() }, "×");
  notice.append(close);
  place?.append(notice);
  setTimeout(() => notice.remove(), SHOWN_FOR);
}

/** Gives the user a copy of what could not be merged. */
export function offerCopy(title: string, text: string, why: string): void {
  const area = h("textarea", { readonly: true, rows: "10", "aria-label": "Your text" });
  area.value = text;
  const copy = async (): Promise<void> => {
    area.select();
    await navigator.clipboard?.writeText(text).catch(() => undefined);
    notify("Copied.", "done");
  };
  const download = (): void => {
    const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    h("a", { href: address, download: `${title || "document"}.txt` }).click();
    setTimeout(() => URL.revokeObjectURL(address), SHOWN_FOR);
  };
  const dialog = h(
    "dialog",
    { class: "card wide", "aria-labelledby": "unmerged" },
    h("h2", { id: "unmerged" }, "Some of your edits could not be merged"),
    h("p", {}, `${why}. This is the document as you last saw it, with your edits. Keep a copy if you need it.`),
    area,
    h(
      "div",
      { class: "row" },
      h("button", { class: "primary", type: "button", onclick: () => void copy() }, "Copy text"),
      h("button", { type: "button", onclick: download }, "Download"),
      h("button", { class: "quiet", type: "button", onclick: () => dialog.remove() }, "Close"),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
}

/** Asks something that cannot be taken back; dismissing it is a no. */
export function ask(text: string, yes: string, no: string): Promise<boolean> {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "card", "aria-label": yes });
    const answer = (): void => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    };
    dialog.addEventListener("close", answer);
    dialog.append(
      h("p", {}, text),
      h(
        "div",
        { class: "row end" },
        h("button", { type: "button", onclick: () => dialog.close("yes") }, yes),
        h("button", { class: "primary", type: "button", onclick: () => dialog.close("no") }, no),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector<HTMLElement>("button.primary")?.focus();
  });
}
