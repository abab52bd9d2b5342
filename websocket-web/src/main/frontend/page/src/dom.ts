type Child = Node | string | null | undefined | false;
type Properties = Record<string, string | boolean | ((event: never) => void) | undefined>;

/** An element: `on...` properties are listeners, the rest attributes (`true` is the empty one, `false` none). */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") {
      element.addEventListener(name.slice(2), value as EventListener);
    } else if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
  return element;
}

const SHAPES = {
  back: "M15 5l-7 7 7 7",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  plus: "M12 5v14M5 12h14",
  text: "M6 3h9l4 4v14H6zM9 11h7M9 15h7M9 7h3",
  richtext: "M6 3h9l4 4v14H6zM9 17l3.2-8 3.2 8M10 14.5h4.4",
  saved: "M5 13l4.5 4.5L19 7.5",
  saving: "M12 4a8 8 0 1 0 8 8",
  offline: "M4 4l16 16M7 9.5A5 5 0 0 0 7 19h10.5M19.8 17.4A4 4 0 0 0 17.5 11 6 6 0 0 0 10 6.6",
  undo: "M8 5L4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "M16 5l4 4-4 4M20 9H10a6 6 0 0 0 0 12h3",
} as const;

export type Icon = keyof typeof SHAPES;

export function icon(name: Icon): SVGSVGElement {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(namespace, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** Says something to screen readers, once. */
export function announce(text: string): void {
  const region = document.getElementById("announcements");
  if (region !== null) {
    region.textContent = text;
  }
}

/** The colours of the style sheet's persons, for those who cannot use that. */
export const PERSON_COLOURS = ["#2563eb", "#c2410c", "#15803d", "#a21caf", "#b45309", "#0e7490", "#be123c", "#6d28d9"];

/** One of the page's person colours, the same for a user wherever the user is seen. */
export function colourOf(user: string): number {
  let hash = 7;
  for (const unit of user) {
    hash = (Math.imul(hash, 31) + unit.codePointAt(0)!) >>> 0;
  }
  return hash % PERSON_COLOURS.length;
}

export function initialsOf(name: string): string {
  const words = name.trim().split(/[\s._-]+/).filter((word) => word !== "");
  const letters = words.length > 1 ? [words[0]!, words[words.length - 1]!].map((word) => Array.from(word)[0]) : Array.from(name.trim()).slice(0, 2);
  return letters.join("").toUpperCase();
}

export function avatar(user: string, name: string): HTMLElement {
  return h("span", { class: `avatar person-${colourOf(user)}`, title: name, "aria-label": name, role: "img" }, initialsOf(name));
}
