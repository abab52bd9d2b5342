// Serves the built page over the reference server of the tests: npm run serve [port].
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { build } from "esbuild";
import { root, target } from "./inputs.mjs";

const outfile = join(target, "frontend-tests/serve.mjs");
await build({
  entryPoints: [join(root, "page/dev/serve.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
spawnSync(process.execPath, [outfile, join(target, "frontend"), process.argv[2] ?? "19381"], { stdio: "inherit" });
