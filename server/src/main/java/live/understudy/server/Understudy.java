package live.understudy.server;

import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import live.understudy.api.AdminApi;
import live.understudy.api.AdminApiConfig;
import live.understudy.api.http.IngestAuthority;
import live.understudy.api.http.IngestUrls;
import live.understudy.ingest.netty.RtmpListener;
import live.understudy.ingest.netty.RtmpListenerConfig;
import live.understudy.media.Leg;
import live.understudy.server.align.SoundService;
import live.understudy.server.align.SoundSettings;
import live.understudy.server.cli.RunningServer;
import live.understudy.server.cli.ServerRunner;
import live.understudy.server.cli.VersionText;
import live.understudy.server.config.AlignmentConfig;
import live.understudy.server.config.IngestListenersConfig;
import live.understudy.server.config.PortProblem;
import live.understudy.server.config.ServerConfig;
import live.understudy.server.config.StartupException;
import live.understudy.server.http.AuthorityPage;
import live.understudy.server.http.HttpListener;
import live.understudy.server.http.HttpServices;
import live.understudy.server.http.Transport;
import live.understudy.server.http.WebResources;
import live.understudy.server.media.ProgramRegistry;
import live.understudy.server.media.SwitchJournal;
import live.understudy.server.memory.BlockPool;
import live.understudy.server.memory.SoftHeap;
import live.understudy.server.net.ListenSockets;
import live.understudy.server.store.SegmentStore;
import live.understudy.server.store.StoreArchives;
import live.understudy.server.tls.OwnAuthority;
import live.understudy.server.tls.ServerTls;
import org.jspecify.annotations.Nullable;

/** Starts a whole server from its configuration. */
public final class Understudy implements ServerRunner {

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  @Override
  public RunningServer start(ServerConfig config) throws StartupException {
    Deque<AutoCloseable> started = new ArrayDeque<>();
    try {
      return start(config, started);
    } catch (StartupException | RuntimeException e) {
      RunningUnderstudy.closeAll(started);
      throw e;
    }
  }

  private static RunningServer start(ServerConfig config, Deque<AutoCloseable> started)
      throws StartupException {
    Path folder = dataFolder(config);
    started.push(FolderLock.take(folder));
    // The certificate, the recordings and the database take their time, on whatever cores there
    // are.
    Opening<SegmentStore> storeOpening = Opening.start(() -> store(config, folder));
    started.push(() -> storeOpening.await().close());
    Opening<ServerTls> tlsOpening =
        Opening.start(() ->
            ServerTls.open(config.tls(), folder, config.publicHost(), InstantSource.system()));
    EventLoopGroup accept = group(started, 1, "accept");
    EventLoopGroup media = close(started, Transport.newPacedGroup(PROCESSORS, "media"));
    EventLoopGroup http = group(started, PROCESSORS, "http");
    ListenSockets sockets = ListenSockets.of(System.getenv(), Transport.isEpoll(accept));
    Doors doors = new Doors(accept, http, sockets, config, started);
    // From here on nobody is refused, but told to come back.
    HttpListener plain = doors.openPlain();
    started.push(SoftHeap.start());
    BlockPool memory = BlockPool.besideTheHeap();
    ProgramRegistry programs =
        new ProgramRegistry(
            media,
            Settings.program(config).in(memory),
            new StoreArchives(storeOpening.await()),
            sounds(config.alignment(), folder, started));
    AdminApi api = openApi(config, folder, programs, tlsOpening);
    started.push(api);
    Measuring measuring = new Measuring(programs, doors);
    started.push(measuring);
    measuring.ofMemory(memory);
    SwitchJournal journal = new SwitchJournal(api.switches(), measuring.programs()::switched);
    started.push(journal);
    programs.keepSwitchesIn(journal);
    ServerTls tls = tlsOpening.await();
    started.push(tls.watch());
    measuring.ofServer(storeOpening.await(), tls, journal);
    HttpListener secure = doors.openSecure(tls);
    programs.open(api.keys(), api.events(), api.blockedLegs());
    listenForEncoders(config, tls, accept, media, sockets, programs, started);
    sockets.warnOfUnused();
    doors.routes().open(services(config, programs, api, measuring, tls));
    // Once more on top: they are the first to be closed, while what they answer from still works.
    started.push(plain);
    started.push(secure);
    return new RunningUnderstudy(config, folder, plain.port(), secure.port(), tls, api, started);
  }

  private static Path dataFolder(ServerConfig config) throws StartupException {
    Path folder = config.storage().dataFolder().toAbsolutePath().normalize();
    try {
      Files.createDirectories(folder);
      Path probe = Files.createTempFile(folder, "write-", ".probe");
      Files.delete(probe);
      return folder;
    } catch (IOException e) {
      throw new StartupException(
          "the data folder "
              + folder
              + " can't be written to; make it writable for this user, or set"
              + " `storage.dataFolder` (or --data) to another one",
          e);
    }
  }

  private static SoundSettings sounds(
      AlignmentConfig config, Path folder, Deque<AutoCloseable> started) {
    if (!config.sound()) {
      return SoundSettings.OFF;
    }
    SoundService service = new SoundService(Settings.sound(config), folder.resolve("native"));
    started.push(service);
    return new SoundSettings(service, TimeUnit.SECONDS.toNanos(config.soundIntervalS()));
  }

  private static SegmentStore store(ServerConfig config, Path folder) throws StartupException {
    try {
      return SegmentStore.open(folder, Settings.store(config.storage()));
    } catch (IOException e) {
      throw new StartupException(
          "the recordings in " + folder + " can't be opened: " + e.getMessage(), e);
    }
  }

  private static EventLoopGroup group(Deque<AutoCloseable> started, int threads, String name) {
    return close(started, Transport.newGroup(threads, name));
  }

  private static EventLoopGroup close(Deque<AutoCloseable> started, EventLoopGroup group) {
    started.push(
        () -> group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3_000));
    return group;
  }

  private static AdminApi openApi(
      ServerConfig config, Path folder, ProgramRegistry programs, Opening<ServerTls> tls)
      throws StartupException {
    IngestListenersConfig shown = config.rtmps().enabled() ? config.rtmps() : config.rtmp();
    String scheme = config.rtmps().enabled() ? "rtmps" : "rtmp";
    IngestUrls urls =
        new IngestUrls(
            ingestUrl(scheme, config.publicHost(), shown.primary().port()),
            ingestUrl(scheme, config.publicHost(), shown.backup().port()),
            () -> config.rtmps().enabled() ? authority(tls) : Optional.empty());
    try {
      return AdminApi.open(AdminApiConfig.inFolder(folder, urls, VersionText.version()), programs);
    } catch (IOException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Calls are answered only once the server has started. */
  private static Optional<IngestAuthority> authority(Opening<ServerTls> tls) {
    try {
      return tls.await()
          .ownAuthority()
          .map(own ->
              new IngestAuthority(
                  AuthorityPage.CRT_PATH,
                  AuthorityPage.PEM_PATH,
                  own.fingerprint(),
                  own.expiresAt().toEpochMilli()));
    } catch (StartupException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String ingestUrl(String scheme, String host, int port) {
    return scheme + "://" + host + ":" + port + "/live";
  }

  private static void listenForEncoders(
      ServerConfig config,
      ServerTls tls,
      EventLoopGroup accept,
      EventLoopGroup media,
      ListenSockets sockets,
      ProgramRegistry programs,
      Deque<AutoCloseable> started)
      throws StartupException {
    for (Leg leg : Leg.values()) {
      if (config.rtmps().enabled()) {
        listen("rtmps", leg, config, tls, accept, media, sockets, programs, started);
      }
      if (config.rtmp().enabled()) {
        listen("rtmp", leg, config, null, accept, media, sockets, programs, started);
      }
    }
  }

  private static void listen(
      String section,
      Leg leg,
      ServerConfig config,
      @Nullable ServerTls tls,
      EventLoopGroup accept,
      EventLoopGroup media,
      ListenSockets sockets,
      ProgramRegistry programs,
      Deque<AutoCloseable> started)
      throws StartupException {
    IngestListenersConfig listeners = tls == null ? config.rtmp() : config.rtmps();
    boolean primary = leg == Leg.PRIMARY;
    String name = primary ? "primary" : "backup";
    InetSocketAddress address =
        primary ? listeners.primary().address() : listeners.backup().address();
    RtmpListenerConfig listenerConfig =
        new RtmpListenerConfig(
            section + "-" + name, address, leg, tls == null ? null : tls.rtmps());
    try {
      RtmpListener listener =
          RtmpListener.bind(
              listenerConfig,
              accept,
              media,
              sockets.factory(listenerConfig.name(), address, Transport.serverChannelFor(accept)),
              programs,
              Settings.ingest(config.ingest()));
      started.push(listener::close);
    } catch (Exception e) {
      throw PortProblem.of(section + "." + name + ".port", address, e);
    }
  }

  private static HttpServices services(
      ServerConfig config,
      ProgramRegistry programs,
      AdminApi api,
      Measuring measuring,
      ServerTls tls) {
    return new HttpServices(
        new ApiAdapter(api),
        config.http().maxApiCalls(),
        programs,
        api::authorize,
        WebResources.load(Understudy.class.getClassLoader()),
        config.http().allowPlainApi(),
        config.http().tlsPort(),
        measuring.page(config.http().metricsToken()),
        new AuthorityPage(() -> tls.ownAuthority().map(OwnAuthority::der)));
  }
}
