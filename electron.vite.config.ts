// One config, three targets: main (ESM), preload (one CommonJS file, as the sandbox wants), renderer (page and worker).
// All of them are self-contained: the folder out/ and package.json are the whole program, without node_modules.
import { cpSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { inEveryPage } from './tools/packaging/in-every-page.ts';
import { leaveOut, leftOut, leftOutOfWorkers } from './tools/packaging/left-out.ts';
import { oneByte } from './tools/packaging/one-byte.ts';
import { noteShipped } from './tools/packaging/shipped.ts';

// The oldest engines that run this code, those of Electron 33 (docs/decisions/0002). Newer engines run it unchanged.
const node = 'node20.18';
const chromium = 'chrome130';

// The first two are optional and not shipped: `ws` works without them. The other two are beside the bundle in packages
// for Windows and macOS: the policy watcher, and the foreign function interface of the keyboard process.
const native = ['bufferutil', 'utf-8-validate', '@vscode/policy-watcher', 'koffi'];

const isIcon = (file: string): boolean => !file.startsWith(path.join('resources', 'policy'));

export default defineConfig({
  main: {
    // Icons only: a package puts the policy files for administrators beside the program.
    plugins: [
      { name: 'icons', closeBundle: () => cpSync('resources', 'out/main', { recursive: true, filter: isIcon }) },
      leaveOut(leftOut, 'every'),
      noteShipped('main'),
      oneByte(),
    ],
    ssr: { external: native },
    build: {
      outDir: 'out/main',
      target: node,
      externalizeDeps: false,
      rollupOptions: {
        input: { index: 'src/main/index.ts', 'keyboard-process': 'src/main/keyboard/index.ts' },
        external: ['electron', ...native],
      },
    },
  },
  preload: {
    plugins: [noteShipped('preload')],
    build: {
      outDir: 'out/preload',
      minify: true,
      target: node,
      externalizeDeps: false,
      rollupOptions: { input: 'src/preload/index.ts', output: { format: 'cjs', entryFileNames: 'index.cjs' } },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react(), noteShipped('renderer'), oneByte()],
    worker: { format: 'es', plugins: () => [leaveOut(leftOutOfWorkers, 'some'), noteShipped('worker'), oneByte()] },
    build: {
      outDir: 'out/renderer',
      minify: true,
      target: chromium,
      rollupOptions: {
        input: 'src/renderer/index.html',
        output: { codeSplitting: { groups: [inEveryPage] } },
      },
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
    },
  },
});
