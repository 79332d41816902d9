/**
 * What an operator does to an event, one method per command.
 *
 * <p>Commands about one event never overlap. Each is stored first and commanded to the programs
 * after, so that a restart in between resumes what was promised. Refusals are exceptions that say
 * why; nothing here knows HTTP or JSON.
 */
@NullMarked
package live.understudy.api.command;

import org.jspecify.annotations.NullMarked;
