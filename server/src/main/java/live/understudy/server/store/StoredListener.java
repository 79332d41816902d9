package live.understudy.server.store;

/** Is told, once, what became of what was given to a recording. */
@FunctionalInterface
public interface StoredListener {

  /** Nobody wants to know. */
  StoredListener NONE = _ -> {};

  /**
   * Called on the store's writer thread, or, when the recording does not take anything, before the
   * call that gave it returns. Must not block.
   *
   * @param onDisk whether the kernel has it, so that it outlives this process; where not, its
   *     number is remembered and it may be published all the same
   */
  void stored(boolean onDisk);
}
