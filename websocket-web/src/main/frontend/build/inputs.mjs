// What a build depends on, as one hash: an unchanged tree is not built, installed or tested again.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const target = join(root, "../../../target");

function files(path) {
  return readdirSync(join(root, path), { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules")
    .flatMap((entry) => (entry.isDirectory() ? files(join(path, entry.name)) : [join(path, entry.name)]))
    .sort();
}

export function hashOf(...paths) {
  const hash = createHash("sha256").update(process.version);
  for (const path of paths) {
    for (const file of path.includes(".") ? [path] : files(path)) {
      hash.update(file).update("\0").update(readFileSync(join(root, file))).update("\0");
    }
  }
  return hash.digest("hex");
}

/** Runs a step unless it has run with this hash before; the note of it lies beside what the step made. */
export async function unlessDone(note, hash, step) {
  if (existsSync(note) && readFileSync(note, "utf8") === hash) {
    return false;
  }
  await step();
  mkdirSync(dirname(note), { recursive: true });
  writeFileSync(note, hash);
  return true;
}
