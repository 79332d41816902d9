/**
 * End to end: real encoders over RTMPS, the whole server, a plain HLS viewer that checks every rule
 * and counts every frame, and a real browser. Tests here decide when which fault happens and what
 * viewers may notice. They wait for conditions with deadlines and know nothing of the server's
 * inside; {@link live.understudy.e2e.TestServer} is the only way in.
 */
@NullMarked
package live.understudy.e2e;

import org.jspecify.annotations.NullMarked;
