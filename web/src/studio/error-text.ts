import { ApiError } from '../api/problem';
import { t } from './texts';

/** What to tell the operator about a failed call, in the language of the page where we can. */
export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return t('errServer', { status: '-', detail: String(error) });
  if (error.status === 0) return t('errUnreachable');
  if (error.status === 404) return t('errNotFound');
  if (error.status === 429) {
    return error.retryAfterS === null
      ? t('errTooManyLater')
      : t('errTooMany', { seconds: Math.ceil(error.retryAfterS) });
  }
  return t('errServer', { status: error.status, detail: error.message });
}
