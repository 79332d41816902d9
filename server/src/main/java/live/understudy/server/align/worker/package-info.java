/**
 * The child process that decodes and compares sound: nothing here is ever run by the server itself.
 * The only package that calls native code.
 */
@NullMarked
package live.understudy.server.align.worker;

import org.jspecify.annotations.NullMarked;
