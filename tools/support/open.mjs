import { spawn } from 'node:child_process';

/**
 * The command that shows an address in the user's browser, or undefined where there is no screen to show it on.
 *
 * @param {string} address
 * @param {NodeJS.Platform} platform
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {[command: string, args: string[]] | undefined}
 */
export function openCommand(address, platform, env) {
  if (env['CI'] !== undefined || env['BROWSER'] === 'none') return undefined;
  if (platform === 'darwin') return ['open', [address]];
  if (platform === 'win32') return ['cmd', ['/c', 'start', '""', address]];
  const screen = Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
  return screen ? ['xdg-open', [address]] : undefined;
}

/**
 * Opens the address in a browser where there is one. Where there is none, nothing happens: the address is printed.
 *
 * @param {string} address
 */
export function openBrowser(address) {
  const command = openCommand(address, process.platform, process.env);
  if (command === undefined) return;
  const child = spawn(command[0], command[1], { detached: true, stdio: 'ignore' });
  child.on('error', () => {
    // No such program: the printed address has to do.
  });
  child.unref();
}
