package live.understudy.media;

/**
 * Words that an encoder sent in a message of their own, to be seen together with the access unit
 * that carries them.
 *
 * @param name what the encoder calls such messages, for example {@code onTextData}; ASCII
 * @param json what the message says, as JSON in UTF-8: its one argument, or an array of them
 */
public record TimedText(String name, ByteSlice json) {}
