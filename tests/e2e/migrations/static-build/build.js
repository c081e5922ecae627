const fs = require("node:fs");

fs.mkdirSync("dist", { recursive: true });
fs.writeFileSync("dist/index.html", "<h1>Built by Node.js</h1>\n");
