// Checks the types and bundles the page into target/frontend: index.html, files whose names are hashes of their content, and the
// worker that keeps these for when there is no connection.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { hashOf, root, target, unlessDone } from "./inputs.mjs";

const out = join(target, "frontend");
const hash = hashOf("client", "page", "build", "tsconfig.json", "package-lock.json");

async function bundle() {
  const checked = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", join(root, "tsconfig.json")], {
    stdio: "inherit",
  });
  if (checked.status !== 0) {
    process.exit(1);
  }
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const result = await build({
    absWorkingDir: root,
    entryPoints: { main: "page/src/main.ts" },
    outdir: join(out, "assets"),
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    target: ["es2022"],
    minify: true,
    sourcemap: false,
    legalComments: "linked",
    loader: { ".svg": "text" },
    metafile: true,
    logLevel: "warning",
  });
  const outputs = Object.entries(result.metafile.outputs);
  const entry = outputs.find(([, { entryPoint }]) => entryPoint === "page/src/main.ts");
  const style = entry?.[1].cssBundle;
  if (entry === undefined || style === undefined) {
    throw new Error("the bundle has no entry or no style sheet");
  }
  const html = readFileSync(join(root, "page/index.html"), "utf8")
    .replace("@script@", `assets/${basename(entry[0])}`)
    .replace("@style@", `assets/${basename(style)}`);
  writeFileSync(join(out, "index.html"), html);
  await bundleWorker(outputs.map(([name]) => `assets/${basename(name)}`).filter((name) => !name.endsWith(".txt")));
  for (const [name, { bytes }] of outputs) {
    console.log(`${String(bytes).padStart(8)}  ${basename(name)}`);
  }
}

async function bundleWorker(files) {
  await build({
    absWorkingDir: root,
    entryPoints: { worker: "page/src/worker.ts" },
    outdir: out,
    bundle: true,
    format: "iife",
    target: ["es2022"],
    minify: true,
    define: { FILES: JSON.stringify(files.sort()), BUILD: JSON.stringify(hash.slice(0, 16)) },
    logLevel: "warning",
  });
}

await unlessDone(join(target, "frontend.hash"), hash, bundle);
