package live.understudy.server.media;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import live.understudy.hls.store.Recovered;
import live.understudy.media.ProgramId;

/** Archives in memory; some hold what another process has left, some can't be opened. */
final class FakeArchives implements Archives {
  final List<String> deleted = new CopyOnWriteArrayList<>();

  private final Map<ProgramId, FakeArchive> archives = new ConcurrentHashMap<>();
  private final Map<ProgramId, Recovered> recovered = new ConcurrentHashMap<>();
  private final Set<ProgramId> broken = ConcurrentHashMap.newKeySet();
  private final Set<ProgramId> uncertain = ConcurrentHashMap.newKeySet();

  FakeArchive of(ProgramId program) {
    return archives.computeIfAbsent(program, _ -> new FakeArchive());
  }

  void recovers(ProgramId program, Recovered kept) {
    recovered.put(program, kept);
  }

  /** Something was published of which nothing was kept. */
  void missesSomething(ProgramId program) {
    uncertain.add(program);
  }

  void breaks(ProgramId program) {
    broken.add(program);
  }

  @Override
  public Opened open(ProgramId program) throws IOException {
    if (broken.contains(program)) {
      throw new IOException("the disk can't be read");
    }
    return new Opened(of(program), recovered.get(program), !uncertain.contains(program));
  }

  @Override
  public void delete(String eventId) {
    deleted.add(eventId);
  }
}
