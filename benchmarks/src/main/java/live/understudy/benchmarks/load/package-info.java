/**
 * Load drivers: each starts a real server process on free ports with a temporary data folder, feeds
 * it with synthetic encoders, asks it as viewers do, and prints a table. They run by hand on a
 * machine with nothing else to do; no test depends on their figures. Nothing here calls into the
 * server: it is measured from outside, through sockets and {@code /proc}. What is measured inside
 * of a process belongs to JMH, one package up.
 */
@NullMarked
package live.understudy.benchmarks.load;

import org.jspecify.annotations.NullMarked;
