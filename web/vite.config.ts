import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const server = process.env.XIEZHI_URL ?? 'http://127.0.0.1:8790'

/** The desk (`admin`): built to dist/, which the server embeds and serves under /admin/. */
export default defineConfig({
  root: here('admin'),
  base: '/admin/',
  plugins: [vue()],
  resolve: { alias: { '@': here('shared') } },
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
  },
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy allows no data: scripts and fonts only as data:, so assets stay files.
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/api': server, '/health': server } },
  preview: { proxy: { '/api': server, '/health': server } },
})
