/**
 * The HTTP/1.1 listener for viewers, the Studio and scripts, plain and TLS.
 *
 * <p>A connection is a Netty pipeline that admits one request at a time, checks it strictly and
 * hands it to the routes: media and pages answer on the event loop from memory and never block, API
 * calls run on virtual threads with a bound. What is behind the routes is declared here as small
 * interfaces ({@link live.understudy.server.http.ApiHandler}, {@link
 * live.understudy.server.http.MediaSource}, {@link live.understudy.server.http.TokenCheck}) and
 * written elsewhere. All limits stand in {@link live.understudy.server.http.HttpLimits}. Media
 * bytes are written as they are in memory, never copied, and only as fast as the client reads.
 */
@NullMarked
package live.understudy.server.http;

import org.jspecify.annotations.NullMarked;
