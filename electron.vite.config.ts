// One config, three targets: main (ESM), preload (one CommonJS file, as the sandbox wants), renderer (page and worker).
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

export default defineConfig({
  // Everything is bundled: out/ runs without node_modules, which a package and a test's copy of the app rely on.
  main: { build: { outDir: 'out/main', externalizeDeps: false, rollupOptions: { input: 'src/main/index.ts' } } },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: { input: 'src/preload/index.ts', output: { format: 'cjs', entryFileNames: 'index.cjs' } },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    worker: { format: 'es' },
    build: {
      outDir: 'out/renderer',
      rollupOptions: { input: 'src/renderer/index.html' },
      modulePreload: false,
      assetsInlineLimit: 0,
    },
  },
});
