/**
 * The control room: what a server constructs to give people and scripts control over events.
 *
 * <p>{@link live.understudy.api.AdminApi} is the only way in. It owns the database, answers
 * requests handed to it as values, and commands programs through the port {@code ProgramControl}.
 * Nothing here opens a listening socket or knows an HTTP library, and nothing here touches media.
 */
@NullMarked
package live.understudy.api;

import org.jspecify.annotations.NullMarked;
