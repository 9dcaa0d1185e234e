import { realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf, systemCode, UserError } from '../domain/errors.ts';
import { type Answer, ViewAnswers } from './view-answers.ts';

/** Loopback: nobody on the network reaches it. */
const ADDRESS = '127.0.0.1';

export interface ViewRequest {
  readonly results: string;
  /** Default: any that is free. */
  readonly port?: number | undefined;
  /** Told where a page broke off under way. */
  onProblem?(problem: string): void;
}

export interface OpenView {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a folder of runs to a browser on this machine; it only reads. Throws a UserError where it cannot. */
export async function view({ results, port = 0, onProblem }: ViewRequest): Promise<OpenView> {
  const answers = new ViewAnswers(results, await folderOfRuns(results));
  const server = createServer((request, response) => {
    serve(request, response, answers).catch((error) => {
      response.destroy();
      if (!isGoneAway(error)) onProblem?.(`${request.url}: ${messageOf(error)}`);
    });
  });
  await listen(server, port);
  void answers.warmUp();
  return {
    url: `http://${ADDRESS}:${portOf(server)}/`,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** The folder's true path. */
async function folderOfRuns(results: string): Promise<string> {
  const isFolder = await stat(results).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder)
    throw new UserError(`there is no folder ${results}; name the one that holds the runs: llm-bench view DIR`);
  const isRun = await stat(join(results, 'manifest.json')).catch(() => null);
  if (isRun) throw new UserError(`${results} is one run; name the folder that holds it: llm-bench view DIR`);
  return await realpath(results);
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(port, error)));
    server.listen(port, ADDRESS, resolve);
  });

function cannotListen(port: number, error: Error): UserError {
  const code = systemCode(error);
  const why = { EADDRINUSE: 'is in use', EACCES: 'is not yours to take' }[code ?? ''] ?? `cannot be had: ${code}`;
  return new UserError(`port ${port} of ${ADDRESS} ${why}; give another with --port, or none to take any that is free`);
}

/** On every answer. Nothing is kept by the browser: a run may go on meanwhile, and answers may be confidential. */
const HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

async function serve(request: IncomingMessage, response: ServerResponse, answers: ViewAnswers): Promise<void> {
  const { status, headers, body } = refused(request, answers) ?? (await answers.answer(request.url ?? ''));
  // Whoever sends more than it may ask is not listened to.
  const isOver = status === 405 || status === 403;
  response.writeHead(status, { ...HEADERS, ...headers, ...(isOver && { Connection: 'close' }) });
  const pieces = Readable.from(body);
  if (request.method !== 'HEAD') return await pipeline(pieces, response);
  pieces.destroy();
  response.end();
}

/** Why a request is not answered; null where it is. */
function refused(request: IncomingMessage, answers: ViewAnswers): Answer | null {
  const { headers, method = '' } = request;
  const port = request.socket.localPort;
  if (!hostsOf(port).includes((headers.host ?? '').toLowerCase())) {
    const why = `This is served as 127.0.0.1:${port} and localhost:${port} alone.`;
    return answers.problem(403, 'Not this address', why, 'Through a tunnel, give both ends the same port.');
  }
  if (isFromElsewhere(headers)) return answers.problem(403, 'Not from there', 'Another site asked for this.');
  if (method === 'GET' || method === 'HEAD') return null;
  const refusal = answers.problem(405, 'Only to be read', 'Nothing can be changed here.');
  return { ...refusal, headers: { ...refusal.headers, Allow: 'GET, HEAD' } };
}

/** A name that someone else gave this address (DNS rebinding) is none of these. */
const hostsOf = (port: number | undefined): string[] =>
  [ADDRESS, 'localhost'].flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]));

/** What a page of another site loads, as browsers tell; a link that the user follows is no such thing. */
const isFromElsewhere = (headers: IncomingMessage['headers']): boolean =>
  !['same-origin', 'none', undefined].includes(headers['sec-fetch-site'] as string | undefined) &&
  headers['sec-fetch-mode'] !== 'navigate';

/** Whoever closes a page, or ends the program, leaves answers half sent. */
const isGoneAway = (error: unknown): boolean =>
  ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE'].includes(systemCode(error) ?? '');
