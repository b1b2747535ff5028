// How the messenger is built: at the root of the server.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/',
  plugins: [react()],
  // Two pages: the messenger, and in a frame of it what draws documents.
  build: { rolldownOptions: { input: ['index.html', 'pdf.html'] }, target: 'es2024', modulePreload: { polyfill: false }, assetsInlineLimit: 0, reportCompressedSize: false },
  worker: { format: 'es' },
})
