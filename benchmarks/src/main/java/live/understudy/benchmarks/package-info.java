/**
 * Measurements of what runs for every byte: how fast chunks become messages, and access units
 * become segments. They run by hand and compare one version with another on one machine; no test
 * depends on their figures. Each benchmark's unit of work is one second of one stream, so that a
 * score says how many streams a core carries.
 */
@NullMarked
package live.understudy.benchmarks;

import org.jspecify.annotations.NullMarked;
