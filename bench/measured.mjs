import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** Wall time and peak memory of the program, as Linux tells it. @param {string[]} words @param {string} cwd */
export async function measured(words, cwd) {
  const began = performance.now();
  const child = spawn(process.execPath, words, { cwd, stdio: 'ignore' });
  let mb = Number.NaN;
  const timer = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    mb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? mb * 1024) / 1024;
  }, 20);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}`);
  return { seconds: (performance.now() - began) / 1000, mb };
}
