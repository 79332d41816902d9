/**
 * Fault schedules: short lives of a program, everything in them from one seed. {@link
 * live.understudy.failover.sim.fault.Schedules} makes them, {@link
 * live.understudy.failover.sim.fault.World} lets them happen in virtual time, and the other classes
 * hold the program to its promises after every step. {@link
 * live.understudy.failover.sim.fault.Simulate} runs any number of them.
 */
@NullMarked
package live.understudy.failover.sim.fault;

import org.jspecify.annotations.NullMarked;
