import { useEffect, useRef } from 'preact/hooks';
import { startPreview } from '../player/preview';
import { session } from './session';
import { t } from './texts';

interface Props {
  /** Playlist of the leg; null while nothing arrives. */
  url: string | null;
  label: string;
}

export function LegPreview({ url, label }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (url === null || !video.current) return;
    const preview = startPreview(video.current, url, () => session.value?.token ?? null);
    return () => preview.destroy();
  }, [url]);
  return (
    <div class="preview">
      {url === null ? (
        <p class="no-signal">{t('noSignal')}</p>
      ) : (
        <video ref={video} muted playsInline disablePictureInPicture aria-label={label} />
      )}
    </div>
  );
}
