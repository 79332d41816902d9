/**
 * The house rules that a machine can check, as tests: lengths, leftovers, words that must not stand
 * in the tree, the arrows between modules, and that cores have no clock, thread, file or socket.
 * Each rule comes with a test that plants a violation and sees it found. Nothing here knows what
 * the program does.
 */
@NullMarked
package live.understudy.tidy;

import org.jspecify.annotations.NullMarked;
