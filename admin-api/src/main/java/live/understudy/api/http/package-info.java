/**
 * Requests and answers as values: the route table, JSON, problems, and a handler per route.
 *
 * <p>A request is parsed strictly: an unknown property, a wrong type or a missing one is an answer
 * that names it. Errors are RFC 9457 problem details. No HTTP library may be imported here; the
 * server translates. Handlers hold no state of their own.
 */
@NullMarked
package live.understudy.api.http;

import org.jspecify.annotations.NullMarked;
