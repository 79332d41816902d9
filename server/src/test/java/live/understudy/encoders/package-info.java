/**
 * Encoders as they are: each encoder that is installed publishes each codec over each protocol to a
 * server process, and what the server and a decoder make of it is written down. {@code
 * bin/encoders} runs it and writes {@code docs/ENCODERS.md}.
 *
 * <p>A {@link live.understudy.encoders.Cell} is one run: an {@link
 * live.understudy.encoders.Encoder}, {@link live.understudy.encoders.Codecs}, and the {@link
 * live.understudy.encoders.Route} to the server. {@link live.understudy.encoders.Run} runs it; its
 * {@link live.understudy.encoders.Outcome} becomes a row of the {@link
 * live.understudy.encoders.Page}.
 */
@NullMarked
package live.understudy.encoders;

import org.jspecify.annotations.NullMarked;
