package live.understudy.api.key;

/**
 * A stored secret can't be decrypted: the row or the key file is not the one it was written with.
 */
public final class KeyUnreadableException extends Exception {
  private static final long serialVersionUID = 1;

  public KeyUnreadableException(String message) {
    super(message);
  }
}
