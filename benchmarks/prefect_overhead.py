"""What Prefect itself costs a run: its server, flow and tasks around work that does nothing.

    python -m benchmarks.prefect_overhead [--articles 6000] [--of SECONDS] [--keep]

Runs as many empty batches as an ingest of ARTICLES has, with the same task runner, window and
server, and prints the seconds; with the SECONDS that a real run over as many articles took
(`benchmarks.unchanged` prints them), also the share.
"""

import time

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from benchmarks.results import arguments, keep
from flows.running.carry_out import BATCHES_A_WORKER
from flows.running.outcomes import Tally
from flows.running.window import in_window
from flows.serving.local_server import ensure_prefect_server
from flows.workers.runners import task_runner
from index_mappings.settings import Settings


@task(cache_policy=NO_CACHE, persist_result=False)
def empty_batch(number: int) -> Tally:
    return Tally(read=number)


@flow(validate_parameters=False, persist_result=False)
def empty_run(batches: int, window: int) -> int:
    done = in_window(range(batches), empty_batch.submit, window)
    return sum(1 for _, future in done if future.result() is not None)


def main() -> None:
    parser = arguments("prefect_overhead")
    parser.add_argument("--articles", type=int, default=6000)
    parser.add_argument("--of", type=float, help="seconds of a real run over as many articles")
    asked = parser.parse_args()
    settings = Settings()
    batches = -(-asked.articles // settings.batch_size)
    started = time.perf_counter()
    ensure_prefect_server()
    ready = time.perf_counter()
    run = empty_run.with_options(task_runner=task_runner(settings))
    assert run(batches, settings.workers * BATCHES_A_WORKER) == batches
    ended = time.perf_counter()
    told = f"server {ready - started:.1f} s, {batches} empty batches {ended - ready:.1f} s"
    print(told)
    if asked.of:
        share = (ended - started) / asked.of
        print(f"{share:.1%} of {asked.of:.0f} s")
        if asked.keep:
            keep("prefect", share, f"{told}, of {asked.of:.0f} s")


if __name__ == "__main__":
    main()
