// Installs Chromium for the tests that open reports in it, where it is missing and can be had; else they are skipped.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const isHere = Boolean(process.env.CHROMIUM) || ['/usr/bin/chromium', '/usr/bin/chromium-browser'].some(existsSync);
const canInstall = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

if (!isHere && !canInstall)
  console.log('No Chromium: tests in a browser are skipped. Install it, or name it in CHROMIUM.');
if (!isHere && canInstall) install();

function install() {
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const words of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']])
      execFileSync('apt-get', ['-qq', ...words], { stdio: 'inherit', env });
  } catch {
    console.log('Chromium could not be installed: tests in a browser are skipped.');
  }
}
