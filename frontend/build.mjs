// Puts what the pages load into the folder named on the command line. Run by hatch_build.py after `npm ci`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const out = process.argv[2];

function copy(from, to) {
  // The source maps stay behind, and hashed static files refuse a reference to a file that is not there.
  const text = readFileSync(join(modules, from), "utf8").replace(/\/\*# sourceMappingURL=.*?\*\//g, "");
  writeFileSync(join(out, to), text);
}

function outlineIcon(name) {
  const svg = readFileSync(join(modules, "@tabler/icons/icons/outline", `${name}.svg`), "utf8");
  const drawn = svg.replace(/<!--.*?-->/gs, "").match(/<svg[^>]*>(.*)<\/svg>/s)[1];
  const paths = drawn
    .replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")
    .replace(/\s*\n\s*/g, "")
    .replace(/ \/>/g, "/>");
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${paths}</symbol>`;
}

function sprite() {
  const names = readFileSync(join(here, "icons.txt"), "utf8")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith("#"));
  const own = readFileSync(join(here, "symbols.svg"), "utf8").match(/<svg[^>]*>\n(.*)<\/svg>/s)[1];
  const icons = names.map(outlineIcon).join("\n");
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${own}${icons}\n</svg>\n`;
}

mkdirSync(out, { recursive: true });
copy("@tabler/core/dist/css/tabler.min.css", "tabler.min.css");
copy("htmx.org/dist/htmx.min.js", "htmx.min.js");
writeFileSync(join(out, "icons.svg"), sprite());
await build({
  entryPoints: [join(here, "charts.js")],
  outfile: join(out, "echarts.min.js"),
  bundle: true,
  format: "iife",
  globalName: "echarts",
  minify: true,
  legalComments: "inline",
  target: ["chrome90", "firefox90"],
  logLevel: "warning",
});
