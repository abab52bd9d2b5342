import type { RichTextOperation } from "@coedit/client";

type Op = RichTextOperation[number];
type Rule = (value: unknown) => boolean;

const isTrue: Rule = (value) => value === true;
const oneOf =
  (...allowed: string[]): Rule =>
  (value) =>
    allowed.includes(value as string);
const upTo =
  (highest: number): Rule =>
  (value) =>
    Number.isInteger(value) && (value as number) >= 1 && (value as number) <= highest;
const like =
  (pattern: RegExp): Rule =>
  (value) =>
    typeof value === "string" && pattern.test(value);

const COLOUR = like(/^(#[0-9a-f]{3,8}|rgba?\(\d{1,3}([ ,/]{1,3}[0-9.]{1,8}%?){2,3}\)|[a-z]{1,32})$/i);

export const isLink: Rule = like(/^(https?:\/\/[^/\\?#\s]\S{0,2000}|mailto:\S{1,2000})$/i);

const ATTRIBUTES: Record<string, Rule> = {
  bold: isTrue,
  italic: isTrue,
  underline: isTrue,
  strike: isTrue,
  code: isTrue,
  script: oneOf("super", "sub"),
  color: COLOUR,
  background: COLOUR,
  font: like(/^[a-zA-Z][a-zA-Z0-9 -]{0,63}$/),
  size: oneOf("small", "large", "huge"),
  link: isLink,
  header: upTo(6),
  list: oneOf("ordered", "bullet", "checked", "unchecked"),
  blockquote: isTrue,
  "code-block": (value) => value === true || like(/^[a-z][a-z0-9+#-]{0,31}$/)(value),
  align: oneOf("center", "right", "justify"),
  direction: oneOf("rtl"),
  indent: upTo(8),
};

const EMBEDS: Record<string, Rule> = {
  image: like(/^https?:\/\/[^/\\?#\s]\S{0,2000}$/i),
  video: like(/^https:\/\/[^/\\?#\s]\S{0,2000}$/i),
  formula: (value) => typeof value === "string" && value.length <= 10_000,
  divider: isTrue,
};

/** What is shown in place of something that this page does not show. */
export const UNKNOWN = "unknown";

export const FORMATS = [...Object.keys(ATTRIBUTES), ...Object.keys(EMBEDS), UNKNOWN];

/**
 * The operation without what the server would refuse: a pasted page may hold anything, and one thing that is not allowed
 * would cost the author the whole paste. The same object when nothing is wrong with it.
 */
export function allowed(operation: RichTextOperation): RichTextOperation {
  const cleaned = operation.map(clean);
  return cleaned.every((op, i) => op === operation[i]) ? operation : cleaned.filter(({ insert }) => insert !== "");
}

/** The same places, but what is not allowed is a sign, or bears no form: for content that no server has checked. */
export function shownSafely(operation: RichTextOperation): RichTextOperation {
  return operation.map((op) => {
    const { insert } = op;
    if (insert === undefined || typeof insert === "string") {
      const attributes = Object.entries(op.attributes ?? {}).filter(([name, value]) => value === null || ATTRIBUTES[name]?.(value));
      return op.attributes === undefined ? op : { ...op, attributes: Object.fromEntries(attributes) };
    }
    return clean(op).insert === insert ? clean(op) : { insert: { [UNKNOWN]: true } };
  });
}

function clean(op: Op): Op {
  let { insert } = op;
  if (typeof insert === "string") {
    insert = insert.replace(/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "");
  } else if (insert !== undefined) {
    const [[kind, value] = ["", undefined], ...more] = Object.entries(insert);
    insert = more.length === 0 && EMBEDS[kind]?.(value) ? insert : "";
  }
  const before = Object.entries(op.attributes ?? {});
  const after = before.filter(([name, value]) => (value === null && insert === undefined ? name in ATTRIBUTES : ATTRIBUTES[name]?.(value)));
  if (insert === op.insert && after.length === before.length) {
    return op;
  }
  const { attributes: _, ...rest } = op;
  return {
    ...rest,
    ...(insert === undefined ? {} : { insert }),
    ...(after.length === 0 ? {} : { attributes: Object.fromEntries(after) }),
  };
}
