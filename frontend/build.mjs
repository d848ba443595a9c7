// Makes what the pages load from the GOV.UK Design System: `make styles`. The results are kept in git.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const from = join(here, "node_modules", "govuk-frontend");
const to = join(here, "..", "ehcp_workflow", "web", "static", "govuk");
const { version } = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));

const made = sass.compile(join(here, "govuk-frontend.scss"), {
  loadPaths: [join(here, "node_modules")],
  style: "compressed",
  quietDeps: true,
  charset: false, // the mark it would begin with comes after our note, where it spoils the first rule
});
const note = `/*! govuk-frontend ${version}, MIT, without the brand of GOV.UK. Made by "make styles". */\n`;
writeFileSync(join(to, "govuk-frontend.css"), note + made.css + "\n");

// The module as published, without the link to its source map, which is not here.
const script = readFileSync(join(from, "dist", "govuk", "govuk-frontend.min.js"), "utf8");
const bare = script.replace(/\/\/# sourceMappingURL=.*\s*$/, "");
writeFileSync(join(to, "govuk-frontend.js"), `/*! govuk-frontend ${version}, MIT */\n` + bare);
