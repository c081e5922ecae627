const fs = require("node:fs");

fs.mkdirSync("dist", { recursive: true });
fs.writeFileSync("dist/server.js", `"use strict";\n${fs.readFileSync("src/server.js", "utf8")}`);
