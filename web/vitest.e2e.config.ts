import { defineConfig } from 'vitest/config'

/** Walks in real Chromium against a running `xiezhi serve` (XIEZHI_URL). One file at a time. */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['tests/**/*.e2e.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
