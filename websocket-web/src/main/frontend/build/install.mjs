// npm ci, when the packages that are here are not those of the lock file.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { hashOf, root, unlessDone } from "./inputs.mjs";

const hash = hashOf("package-lock.json", "package.json", "client/package.json", "page/package.json");
await unlessDone(join(root, "node_modules/.coedit-installed"), hash, () => {
  const windows = process.platform === "win32";
  const run = spawnSync(windows ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
    shell: windows,
  });
  if (run.status !== 0) {
    process.exit(run.status ?? 1);
  }
});
