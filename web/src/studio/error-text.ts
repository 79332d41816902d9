import { ApiError } from '../api/problem';
import type { Reason } from '../api/types';
import { lang } from '../i18n/i18n';
import { t } from './texts';

/** What to tell the operator about a failed call, in the language of the page where we can. */
export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('errServer', { status: '-', detail: String(error) });
  if (error.status === 0) return t('errUnreachable');
  if (error.code === 'id-taken') return t('errIdTaken');
  if (error.code === 'wrong-phase') return t('errWrongPhase');
  if (error.status === 404) return t('errNotFound');
  if (error.status === 429) {
    return error.retryAfterS === null
      ? t('errTooManyLater')
      : t('errTooMany', { seconds: Math.ceil(error.retryAfterS) });
  }
  return t('errServer', { status: error.status, detail: error.message });
}

/** A reason not to go live; codes that we do not know keep the server's English sentence. */
export function reasonText(reason: Reason): { text: string; lang: string } {
  switch (reason.code) {
    case 'primary-missing':
      return { text: t('whyPrimaryMissing'), lang: lang.value };
    case 'backup-missing':
      return { text: t('whyBackupMissing'), lang: lang.value };
    case 'no-signal':
      return { text: t('whyNoSignal'), lang: lang.value };
    default:
      return { text: reason.text, lang: 'en' };
  }
}
