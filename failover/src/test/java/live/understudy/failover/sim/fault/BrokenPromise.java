package live.understudy.failover.sim.fault;

/** The program did what it promised never to do. */
final class BrokenPromise extends RuntimeException {
  private static final long serialVersionUID = 1;

  BrokenPromise(String promise) {
    super(promise);
  }
}
