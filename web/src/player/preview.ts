/**
 * A leg's preview in the Studio: hls.js's light build, with the bearer token on every request, since previews
 * are not public. Reconnects by itself until it is destroyed.
 */
import type HlsType from 'hls.js';
import { previewConfig } from './config';
import { RecoveryPolicy } from './recovery';

export interface Preview {
  destroy(): void;
}

export function startPreview(video: HTMLVideoElement, url: string, token: () => string | null): Preview {
  let gone = false;
  let hls: HlsType | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const policy = new RecoveryPolicy();
  const onPlaying = () => policy.onPlaying(performance.now());
  video.addEventListener('timeupdate', onPlaying);

  async function open(): Promise<void> {
    const { default: Hls } = await import('hls.js/light');
    if (gone || !Hls.isSupported()) return;
    const player = new Hls({
      ...previewConfig,
      // Called before the request is opened; opening it here is what lets a header be set (hls.js, xhr-loader).
      xhrSetup(xhr, requestUrl) {
        if (xhr.readyState === XMLHttpRequest.UNSENT) xhr.open('GET', requestUrl, true);
        xhr.setRequestHeader('authorization', `Bearer ${token() ?? ''}`);
      },
    });
    hls = player;
    player.on(Hls.Events.MANIFEST_PARSED, () => void video.play().catch(() => undefined));
    player.on(Hls.Events.ERROR, (_event, error) => {
      if (!error.fatal) return;
      const kind =
        error.type === Hls.ErrorTypes.NETWORK_ERROR
          ? 'network'
          : error.type === Hls.ErrorTypes.MEDIA_ERROR
            ? 'media'
            : 'other';
      const remedy = policy.onFatal({ kind, details: error.details });
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (remedy.action === 'start-load') player.startLoad();
        else if (remedy.action === 'recover-media') player.recoverMediaError();
        else reopen();
      }, remedy.delayMs);
    });
    player.loadSource(url);
    player.attachMedia(video);
  }

  function reopen(): void {
    hls?.destroy();
    void open();
  }

  void open();
  return {
    destroy() {
      gone = true;
      clearTimeout(timer);
      video.removeEventListener('timeupdate', onPlaying);
      hls?.destroy();
    },
  };
}
