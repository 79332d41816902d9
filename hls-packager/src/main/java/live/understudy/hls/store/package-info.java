/**
 * The file format of a recording's index: what a program leaves on disk so that it can be rewound,
 * and go on after its process was killed.
 *
 * <p>An index begins with an {@link IndexHeader} page, the only bytes that are ever written twice;
 * {@link IndexRecord}s follow, each in a frame with its length and checksums. {@link IndexScan}
 * reads them from bytes that may have been cut or damaged anywhere, {@link IndexImage} adds them
 * up, and {@link RecoveryPlan} tells what of it can be listed and served again.
 *
 * <p>Pure: bytes in, values out. Files, their order of writing and threads are the business of the
 * server's store; nothing here knows a path.
 */
@NullMarked
package live.understudy.hls.store;

import org.jspecify.annotations.NullMarked;
