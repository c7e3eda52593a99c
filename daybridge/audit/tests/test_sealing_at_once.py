"""Two workers may seal at once: no row twice, no gap, and the chain holds."""

import threading

from django.db import connections
from django.utils import timezone

from daybridge.audit.actor import system_actor
from daybridge.audit.chain import seal
from daybridge.audit.models import AuditSeal
from daybridge.audit.recording import record
from daybridge.audit.verifying import verify
from daybridge.keys import new_id
from tests.races import on_disk

__all__ = ["on_disk"]


def test_four_sealers_and_a_writer_leave_one_whole_chain(on_disk, settings, tmp_path):
    settings.HOME = tmp_path
    program_id, problems = new_id(), []
    start = threading.Barrier(5)

    def work(job):
        try:
            start.wait()
            for _ in range(15):
                job()
        except Exception as problem:  # told below, on the test's own thread
            problems.append(problem)
        finally:
            connections.close_all()

    jobs = [lambda: seal(at=timezone.now(), batch=5)] * 4
    jobs.append(lambda: record("chart.read", by=system_actor(program_id)))
    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal(at=timezone.now())

    assert problems == []
    numbers = AuditSeal.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 16))
    assert verify().holds
