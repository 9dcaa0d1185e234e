// An OpenAI-compatible server that answers at once, in a process of its own so that its work is not the client's.
// Prints its address when it is ready; stops with the process that started it.
import { createServer } from 'node:http';

const reply = JSON.stringify({
  id: 'chatcmpl-bench',
  object: 'chat.completion',
  created: 0,
  model: 'bench',
  choices: [{ index: 0, message: { role: 'assistant', content: 'billing' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 100, completion_tokens: 2, total_tokens: 102 },
});

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': reply.length });
    response.end(reply);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' ? address?.port : address}/v1`);
});
process.stdin.on('end', () => process.exit()).resume();
