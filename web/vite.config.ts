import { defineConfig, type Plugin } from 'vite';

/** The server maps these addresses to the two HTML files; the dev server must do the same. */
function pageRoutes(): Plugin {
  return {
    name: 'page-routes',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        if (request.url?.startsWith('/watch/')) request.url = '/watch.html';
        else if (request.url === '/' || request.url?.startsWith('/studio/')) request.url = '/studio.html';
        next();
      });
    },
  };
}

const proxied = {
  target: process.env.UNDERSTUDY_DEV_SERVER ?? 'https://127.0.0.1:8443',
  // The server's own certificate is self-signed until someone gives it another one.
  secure: false,
  changeOrigin: true,
};

export default defineConfig({
  base: '/',
  appType: 'mpa',
  publicDir: false,
  plugins: [pageRoutes()],
  server: { proxy: { '/api': proxied, '/live': proxied, '/preview': proxied } },
  build: {
    outDir: 'target/classes/web',
    emptyOutDir: true,
    target: 'es2022',
    // Nothing as a data: URL, so that the content security policy can stay narrow.
    assetsInlineLimit: 0,
    // hls.js is one big file by nature and loads only when there is something to play.
    chunkSizeWarningLimit: 600,
    rolldownOptions: { input: { watch: 'watch.html', studio: 'studio.html' } },
  },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    setupFiles: ['test/setup.ts'],
    environment: 'node',
    // axe-core takes seconds where others use the processor too.
    testTimeout: 30_000,
  },
} as Parameters<typeof defineConfig>[0]);
