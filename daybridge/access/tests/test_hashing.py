"""One password at a time on this machine, at full cost, and never in anyone's way."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.contrib.auth.hashers import (
    Argon2PasswordHasher,
    check_password,
    get_hasher,
    make_password,
)
from django.http import HttpResponse
from django.test import Client

from daybridge.access import hashing
from daybridge.access.hashing import OneAtATime
from daybridge.access.turns import in_turns
from daybridge.config.settings import PASSWORD_HASHERS

PASSWORD = "four unrelated quiet wörds"
SALT = "a salt of twenty-two."
SOON = 20.0
HOLDER = """
import fcntl, sys, time
file = open(sys.argv[1], "a")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def full_cost(settings):
    """The hashers of the program, in place of the suite's."""
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS


@pytest.fixture
def home(tmp_path, settings):
    """A home of its own, so that no other test waits for ours."""
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def holder(home):
    """Another process of this machine that is hashing, and does not end."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home / "hashing.lock")],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


@pytest.fixture
def another():
    with ThreadPoolExecutor(2) as threads:
        yield threads


def test_what_is_stored_is_what_django_stores():
    assert OneAtATime().encode(PASSWORD, SALT) == Argon2PasswordHasher().encode(
        PASSWORD, SALT
    )


def test_djangos_own_hasher_takes_it_and_the_other_way_round():
    ours, theirs = OneAtATime(), Argon2PasswordHasher()

    assert theirs.verify(PASSWORD, ours.encode(PASSWORD, SALT))
    assert ours.verify(PASSWORD, theirs.encode(PASSWORD, SALT))
    assert not ours.verify("another", theirs.encode(PASSWORD, SALT))


def test_passwords_keep_their_full_cost():
    ours, theirs = get_hasher(), Argon2PasswordHasher()

    assert isinstance(ours, OneAtATime)
    assert ours.params() == theirs.params()
    assert ours.must_update(theirs.encode(PASSWORD, theirs.salt())) is False


def test_a_password_waits_for_another_process_and_a_killed_one_frees_the_way(
    another, holder
):
    checked = another.submit(make_password, PASSWORD)

    with pytest.raises(TimeoutError):
        checked.result(0.5)
    os.kill(holder.pid, signal.SIGKILL)
    assert check_password(PASSWORD, checked.result(SOON))


def test_two_passwords_of_one_process_go_one_after_the_other(home, another):
    hashing_now, most = [], []

    class Watched(OneAtATime):
        def params(self):  # asked for within the hash
            hashing_now.append(1)
            most.append(len(hashing_now))
            threading.Event().wait(0.05)
            hashing_now.pop()
            return super().params()

    done = [another.submit(Watched().encode, PASSWORD, SALT) for _ in range(2)]

    assert len({each.result(SOON) for each in done}) == 1
    assert max(most) == 1


def test_where_a_file_cannot_be_locked_people_sign_in_all_the_same(home, settings):
    settings.HOME = home / "not there"

    assert check_password(PASSWORD, make_password(PASSWORD))


def test_a_request_that_waits_for_a_password_keeps_no_turn(another, holder):
    answers = iter([lambda: make_password(PASSWORD), lambda: "well"])
    application = in_turns(
        lambda environ, start_response: HttpResponse(next(answers)()), count=1
    )
    waiting = another.submit(application, {}, None)
    with pytest.raises(TimeoutError):
        waiting.result(0.2)

    assert another.submit(application, {}, None).result(SOON) == [b"well"]
    holder.kill()
    assert waiting.result(SOON)


@pytest.mark.skipif(sys.platform != "linux", reason="threads have no priority there")
def test_only_the_thread_that_hashes_steps_back():
    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    ours = niceness()

    assert hashing._in_the_background(niceness) == max(hashing.NICENESS, ours)
    assert niceness() == ours


@pytest.mark.django_db
def test_an_unknown_address_costs_a_password_too(monkeypatch, ruth):
    ruth.user.set_password(PASSWORD)
    ruth.user.save()
    hashed, plain = [], hashing._nobody_else

    def noted(path):
        hashed.append(path)
        return plain(path)

    monkeypatch.setattr(hashing, "_nobody_else", noted)

    for address in (ruth.user.email, "nobody@example.org"):
        hashed.clear()
        Client().post("/sign-in/", {"login": address, "password": "wrong"})
        assert hashed == [settings.HOME / "hashing.lock"]
