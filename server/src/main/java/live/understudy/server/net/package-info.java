/**
 * What the operating system offers beyond Java's own files and sockets.
 *
 * <p>Listening sockets that somebody else opened for us: a supervisor such as systemd can hold the
 * sockets and hand them to each new process, so that connections wait in the kernel while the
 * server restarts and none is refused. What is here takes such sockets over, for HTTP, HTTPS and
 * RTMP alike; where none was handed over, the same call gives an ordinary channel that binds.
 *
 * <p>Files in memory, which the kernel sends without a copy.
 *
 * <p>No protocol and no configuration is known here.
 */
@NullMarked
package live.understudy.server.net;

import org.jspecify.annotations.NullMarked;
