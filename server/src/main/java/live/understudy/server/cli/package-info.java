/**
 * The command line: {@code serve}, {@code config check}, {@code config show}, {@code version}.
 *
 * <p>A command parses, loads the configuration, calls the {@link
 * live.understudy.server.cli.ServerRunner} and turns the outcome into an exit code: 0 when done, 2
 * with one line on standard error when something must be put right first, 1 with a stack trace when
 * the program is at fault. It knows nothing of sockets, media or databases. This is the only
 * package that may write to standard output; everybody else logs.
 */
@NullMarked
package live.understudy.server.cli;

import org.jspecify.annotations.NullMarked;
