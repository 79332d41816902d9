/**
 * The listeners for viewers, the Studio and scripts: HTTP/1.1, plain and TLS, and HTTP/2 over TLS.
 *
 * <p>An HTTP/1.1 connection is a Netty pipeline that admits one request at a time; an HTTP/2
 * connection is one handler with an object for each stream. Both check requests strictly, by the
 * same rules, and hand them to the same routes: media and pages answer on the event loop from
 * memory and never block, API calls run on virtual threads with a bound, stored segments are read
 * on a few threads of their own. What is behind the routes is declared here as small interfaces
 * ({@link live.understudy.server.http.ApiHandler}, {@link live.understudy.server.http.MediaSource},
 * {@link live.understudy.server.http.TokenCheck}) and written elsewhere. A request for media may be
 * parked; then only what its answer needs is kept. All limits stand in {@link
 * live.understudy.server.http.HttpLimits}. Media bytes are written piece by piece, only as fast as
 * the client reads.
 */
@NullMarked
package live.understudy.server.http;

import org.jspecify.annotations.NullMarked;
