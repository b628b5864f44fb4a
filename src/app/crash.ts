/** What a thrown thing says. */
export function sayError(error: unknown): string {
  if (error instanceof Error) return `${error.name}; ${error.message}`;
  return typeof error === 'string' ? error : (JSON.stringify(error) ?? 'unknown');
}

/**
 * Calls `report` for every error that nothing else has caught.
 * @returns stops it
 */
export function watchErrors(report: (error: unknown) => void): () => void {
  const onError = (event: ErrorEvent): void => {
    // Chromium says so through the same channel when an observer's callback takes a frame more; nothing is broken.
    if (event.message.startsWith('ResizeObserver loop')) return;
    report(event.error ?? event.message);
  };
  const onRejection = (event: PromiseRejectionEvent): void => {
    report(event.reason);
  };
  window.addEventListener('error', onError);
  window.addEventListener('unhandledrejection', onRejection);
  return () => {
    window.removeEventListener('error', onError);
    window.removeEventListener('unhandledrejection', onRejection);
  };
}
