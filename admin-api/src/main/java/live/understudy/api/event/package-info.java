/**
 * Events, their phases and languages, and the port through which programs are commanded.
 *
 * <p>Everything here is a value or a rule over values: grammar of titles and ids, the one door
 * through which a phase changes, the readiness check before going live, the limits of the area. No
 * SQL, no JSON parsing, no clock and no thread may live here.
 */
@NullMarked
package live.understudy.api.event;

import org.jspecify.annotations.NullMarked;
