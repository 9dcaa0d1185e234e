// An OpenAI-compatible server in a process of its own, so that its work is not the client's. It answers after as many
// milliseconds as it is told, except the model `stalls`, which it never answers. Prints its address when it is ready; stops
// with the process that started it.
import { createServer } from 'node:http';

const delayMs = Number(process.argv[2] ?? 0);

const reply = JSON.stringify({
  id: 'chatcmpl-bench',
  object: 'chat.completion',
  created: 0,
  model: 'bench',
  choices: [{ index: 0, message: { role: 'assistant', content: 'billing' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 100, completion_tokens: 2, total_tokens: 102 },
});
const headers = { 'content-type': 'application/json', 'content-length': reply.length };

const server = createServer((request, response) => {
  if (request.url?.startsWith('/stalls/')) return;
  request.resume().on('end', () => {
    const send = () => response.writeHead(200, headers).end(reply);
    if (delayMs === 0) send();
    else setTimeout(send, delayMs);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`);
});
process.stdin.on('end', () => process.exit()).resume();
