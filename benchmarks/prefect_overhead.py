"""What Prefect itself costs a run: its server, flow and tasks around work that does nothing.

    python -m benchmarks.prefect_overhead [ARTICLES [SECONDS_OF_A_REAL_RUN]]

Runs as many empty batches as an ingest of ARTICLES has (6,000 by default), with the same task
runner, window and server, and prints the seconds; with the seconds that a real run over as many
articles took, also the share.
"""

import sys
import time

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

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


def main(articles: int, real_seconds: float | None) -> None:
    settings = Settings()
    batches = -(-articles // settings.batch_size)
    started = time.perf_counter()
    ensure_prefect_server()
    ready = time.perf_counter()
    run = empty_run.with_options(task_runner=task_runner(settings))
    assert run(batches, settings.workers * BATCHES_A_WORKER) == batches
    ended = time.perf_counter()
    print(f"server {ready - started:.1f} s, {batches} empty batches {ended - ready:.1f} s")
    if real_seconds:
        print(f"{(ended - started) / real_seconds:.1%} of {real_seconds:.0f} s")


if __name__ == "__main__":
    told = [float(each) for each in sys.argv[1:]]
    main(int(told[0]) if told else 6000, told[1] if len(told) > 1 else None)
