import { createServer } from 'node:http'

const port = Number(process.env.PORT ?? 8080)

createServer((request, response) => {
  response.setHeader('content-type', 'text/plain; charset=utf-8')
  response.end(`Hello from ${request.url}\n`)
}).listen(port)
