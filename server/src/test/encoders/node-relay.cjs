// Runs node-media-server and relays one stream as soon as somebody publishes it.
// Arguments: RTMP port, HTTP port, where to push to, the stream's path.
const NodeMediaServer = require("node-media-server");
const Context = require("node-media-server/src/core/context.js");

const [rtmpPort, httpPort, url, streamPath] = process.argv.slice(2);
const server = new NodeMediaServer({
  bind: "127.0.0.1",
  rtmp: { port: Number(rtmpPort) },
  http: { port: Number(httpPort) },
  webadmin: { enable: false },
  auth: { play: false, publish: false, secret: "", jwt: { secret: "unused", users: [] } },
  store: { path: "./store" },
  record: { auto: false, path: "./record" },
});
Context.eventEmitter.on("postPublish", (session) => {
  if (session.streamPath === streamPath) {
    Context.relayServer.addTask({ mode: "push", url, streamPath, reconnect: false });
  }
});
server.run();
