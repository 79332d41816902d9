/**
 * The database: connection, migrations, and one class per table group.
 *
 * <p>Plain SQL through Jdbi, written so that SQLite and PostgreSQL both take it; values are always
 * bound, never spliced into text. Rules of the domain do not live here, except those that must hold
 * between two writers, such as compare-and-set on an event's phase.
 */
@NullMarked
package live.understudy.api.store;

import org.jspecify.annotations.NullMarked;
