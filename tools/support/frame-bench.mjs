import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { chromium } from 'playwright-core';
import { preview } from 'vite';

import { browserMissing, findBrowser } from './browser.mjs';
import { bundle } from './bundle.mjs';
import { root } from './root.mjs';

const PLAYED_MS = 6_000;
/** What the browser itself counts, in seconds since the page began. */
const COUNTED = ['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration'];

/** @type {(name: string, figure: string, budget: string) => void} */
function line(name, figure, budget) {
  process.stdout.write(`${name.padEnd(58)} ${figure.padEnd(28)} ${budget}\n`);
}

/** @type {(page: import('playwright-core').Page) => Promise<{ frames: number, tokens: number }>} frames, and how many tokens one shows */
async function countFrames(page) {
  const counted = await page.evaluate(`new Promise((resolve) => {
    let frames = 0;
    let tokens = 0;
    const began = performance.now();
    const next = () => {
      frames += 1;
      tokens += document.querySelectorAll('.token').length;
      if (performance.now() - began < ${PLAYED_MS}) requestAnimationFrame(next);
      else resolve([frames, tokens / frames]);
    };
    requestAnimationFrame(next);
  })`);
  const [frames, tokens] = /** @type {[number, number]} */ (counted);
  return { frames, tokens };
}

/**
 * Plays a busy run of 3 brokers and 12 partitions in the built page and prints what one frame costs in script, style and layout.
 */
export async function frameFigures() {
  const executablePath = findBrowser();
  if (executablePath === undefined) {
    line('one frame', 'not measured', browserMissing);
    return;
  }
  if (!existsSync(join(root, 'dist'))) execFileSync(process.execPath, [join(root, 'tools', 'build.mjs')]);
  const hash = execFileSync(process.execPath, [await bundle('tests/bench/frame-link.ts')], { encoding: 'utf8' });
  const server = await preview({ root, configFile: false, logLevel: 'error', preview: { port: 0, host: '127.0.0.1' } });
  const browser = await chromium.launch({ executablePath, args: ['--disable-gpu', '--disable-background-networking'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    await page.goto(`${server.resolvedUrls?.local[0] ?? ''}${hash}`);
    await page.getByText('30.000 s').first().waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: /^Play/ }).click({ timeout: 60_000 });
    await page.getByLabel('Speed').selectOption(String(1 / 10));
    await page.waitForTimeout(2_000);
    const session = await page.context().newCDPSession(page);
    // The time that the page's thread has worked: what else the machine does at the same time does not count.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const counted = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return COUNTED.map((name) => metrics.find((metric) => metric.name === name)?.value ?? 0);
    };
    const before = await counted();
    const { frames, tokens } = await countFrames(page);
    const after = await counted();
    const [script = 0, layout = 0, style = 0] = after.map((value, at) => ((value - (before[at] ?? 0)) * 1000) / frames);
    const whole = `${(script + layout + style).toFixed(1)} ms, ${Math.round(tokens)} tokens`;
    line('one frame at 3 x 12: script, style, layout', whole, 'budget: at most 8 ms with 50 tokens');
    const share = `${script.toFixed(1)} + ${style.toFixed(1)} + ${layout.toFixed(1)} ms`;
    line('  of which script + style + layout', share, `${Math.round((frames * 1000) / PLAYED_MS)} frames/s`);
  } finally {
    await browser.close();
    await server.close();
  }
}
