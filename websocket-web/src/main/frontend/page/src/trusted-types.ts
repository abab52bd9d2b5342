/**
 * What may become HTML or the address of a script in this page, whoever asks. The content security policy lets nobody
 * past this: a string that is assigned to `innerHTML` and its like comes here first.
 *
 * Quill and its cursors write HTML themselves, always out of their own files: icons, a tooltip, a caret. They know no
 * policy of their own, so this is the page's default one. It recognises such HTML by its elements and attributes, none of
 * which can run anything, and refuses all else as a whole. What is pasted is parsed into a document that is not shown;
 * Quill makes its own model of that.
 */
interface Policy {
  createHTML(html: string, type: string, sink: string): string | null;
  createScriptURL(url: string): string | null;
}

interface TrustedTypes {
  createPolicy(name: string, policy: Policy): unknown;
}

const ELEMENTS = new Set("a circle div ellipse g input line path polygon polyline rect small span svg".split(" "));
const ATTRIBUTES = new Set(
  "class cx cy d fill height href opacity points r rel rx ry stroke stroke-width target transform type viewbox width x x1 x2 xmlns y y1 y2".split(" "),
);
const ADDRESS = "about:blank";
const INERT = "DOMParser parseFromString";
const WORKER = "worker.js";

function isHarmless({ tagName, attributes }: Element): boolean {
  return (
    ELEMENTS.has(tagName.toLowerCase()) &&
    [...attributes].every(({ name, value }) => {
      const attribute = name.toLowerCase();
      return attribute === "href" ? value === ADDRESS : ATTRIBUTES.has(attribute) || attribute.startsWith("data-");
    })
  );
}

function isOurs(html: string): boolean {
  const { head, body } = new DOMParser().parseFromString(html, "text/html");
  return head.childElementCount === 0 && body.attributes.length === 0 && [...body.querySelectorAll("*")].every(isHarmless);
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };

trustedTypes?.createPolicy("default", {
  createHTML: (html, _type, sink) => (sink === INERT || isOurs(html) ? html : null),
  createScriptURL: (url) => (new URL(url, document.baseURI).href === new URL(WORKER, document.baseURI).href ? url : null),
});
