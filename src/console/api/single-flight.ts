/**
 * Runs `work` at most once at a time. A request that comes while it runs causes exactly one further run after
 * it, so that what was read is never older than the last request, and a flood of events cannot starve it.
 */
export function singleFlight(work: () => Promise<unknown>): () => void {
  let running = false;
  let again = false;

  const run = async () => {
    running = true;
    do {
      again = false;
      await work().catch(() => undefined);
    } while (again);
    running = false;
  };

  return () => {
    again = running;
    if (!running) void run();
  };
}
