const http = require("node:http");
const greet = require("greet");

const port = process.env.PORT || 3000;
http
  .createServer((request, response) => {
    const name = new URL(request.url, "http://localhost").searchParams.get("name");
    response.end(greet(name));
  })
  .listen(port, () => console.log(`listening on ${port}`));
