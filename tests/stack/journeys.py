"""The journeys of one machine, on the deployed system: real template, real functions, an emulator instead of AWS.

Usage: journeys.py BINARIES    the folder with the functions and `relance`, built for this machine
"""

import base64
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from datetime import datetime, timezone
from pathlib import Path

from deployed import ORGANIZATION, STACK, Deployed, wait_until
from endpoint import Endpoint
from emulator import ROOT, Emulator

CONNECTION = "tools"
OWNER = "owner@example.com"
BINARIES = ROOT / "target/debug"
# The stack's timers ring every minute of real time: what waits for one may take a little longer.
A_SWEEP = 100


def setUpModule() -> None:
    global system, work, emulator
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    work = Path(tempfile.mkdtemp(prefix="relance-stack-"))
    emulator = Emulator(work)
    unittest.addModuleCleanup(emulator.stop)
    system = Deployed(emulator, work, BINARIES)
    began = time.monotonic()
    system.deploy()
    system.first_told = (work / "deploy.log").read_text()
    print(f"deployed in {time.monotonic() - began:.0f} s", file=sys.stderr)
    system.client("sesv2").create_email_identity(EmailIdentity="example.com")
    system.open_account()
    system.connect(CONNECTION)


def ask_at_once(name: str, delay: str = "00:00:00") -> str:
    """A published campaign for finished service calls, with a rule that makes a detractor an alert."""
    campaign = system.made(
        "/campaigns",
        {
            "name": name,
            "default_language": "en",
            "texts": {"en": {"subject": "Your visit", "title": "Your opinion"}},
            "questions": [
                {"id": "q_nps", "kind": "nps", "required": True, "texts": {"en": "Would you recommend us?"}},
                {"id": "q_comment", "kind": "text", "required": False, "texts": {"en": "Why?"}},
            ],
            "triggers": [{"on": "task_state", "task_type": name, "states": ["600"]}],
            "delay": delay,
            "mute": "00:00:00",
        },
    )["id"]
    # Before the publication, which adds a rule on detractors where there is none (C2).
    system.made("/rules", {"campaign_id": campaign, "name": name, "then": {"raise_alert": {"owner": OWNER}}})
    published = system.api("POST", f"/campaigns/{campaign}/publish", {})
    assert published.status == 200, published.text
    return campaign


def finish(task: str, kind: str, address: str):
    return system.finish_task(task, kind, address)


class SurveyIsAnswered(unittest.TestCase):
    """The main job, step by step through every queue."""

    def test_a_finished_task_becomes_a_mail_after_its_delay_an_answer_and_an_alert(self) -> None:
        campaign = ask_at_once("Main job", delay="00:00:01")
        occurred = time.time()

        accepted, again = (finish("T-1", "Main job", "lea@example.org") for _ in range(2))
        mail = system.mail("lea@example.org", A_SWEEP)
        early = mail["Timestamp"] if isinstance(mail.get("Timestamp"), (int, float)) else time.time()
        page = system.link(mail, "/s/")
        opened = system.call("GET", page)
        answered = system.answer(page, q_nps="3", q_comment="Too late")
        about_it = wait_until(
            lambda: [mail for mail in system.mails(OWNER) if "Too late" in json.dumps(mail)], "the alert's mail", A_SWEEP
        )

        self.assertEqual((accepted.status, again.status), (202, 200))
        self.assertEqual(again.json()["outcome"], "duplicate")
        self.assertGreaterEqual(early, occurred + 59, "never early (R2.2)")
        self.assertEqual(opened.status, 200)
        self.assertIn("Would you recommend us?", opened.text)
        self.assertIn(answered.status, (200, 303))
        self.assertEqual(len(about_it), 1)
        alerts = [alert for alert in system.items("/alerts") if alert["assignee"] == OWNER]
        answers = [answer for answer in system.items("/answers") if answer["campaign_id"] == campaign]
        self.assertEqual([answer["nps_score"] for answer in answers], [3])
        self.assertIn(answers[0]["id"], [alert["answer_id"] for alert in alerts])
        figures = system.api("GET", f"/stats/nps?period=today&campaign={campaign}").json()
        self.assertEqual((figures["answers"], figures["detractors"], figures["nps"]), (1, 1, -100))
        self.assertEqual(len(system.mails("lea@example.org")), 1, "one mail for one task")

    def test_looking_at_links_neither_answers_nor_unsubscribes_and_one_click_does(self) -> None:
        ask_at_once("Links")
        finish("T-links", "Links", "noah@example.org")
        mail = system.mail("noah@example.org", A_SWEEP)
        page, leave = system.link(mail, "/s/"), system.link(mail, "/u/")

        looks = [system.call(method, path).status for method in ("GET", "HEAD") for path in (page, leave)]
        before = [item["state"] for item in system.items("/invitations") if item["address"] == "noah@example.org"]
        left = system.answer(leave, **{"List-Unsubscribe": "One-Click"})
        finish("T-links-2", "Links", "noah@example.org")
        outcome = wait_until(
            lambda: [one for one in system.items("/decisions") if one["event_id"] and one["outcome"] == "opted_out"],
            "the decision not to ask somebody who has left",
            A_SWEEP,
        )

        self.assertEqual(looks, [200] * 4)
        self.assertEqual(before, ["sent"])
        self.assertEqual(left.status, 200)
        self.assertTrue(outcome)
        self.assertEqual(len(system.mails("noah@example.org")), 1)


class MailIsReportedBack(unittest.TestCase):
    """What SES tells about mails: its topic, its queue, `record-delivery`."""

    def test_a_hard_bounce_suppresses_the_address_before_the_next_mail(self) -> None:
        ask_at_once("Bounces")
        finish("T-bounce", "Bounces", "gone@example.org")
        system.mail("gone@example.org", A_SWEEP)
        invitation = next(item for item in system.items("/invitations") if item["address"] == "gone@example.org")

        system.report("Bounce", invitation["id"], "gone@example.org")
        wait_until(
            lambda: [one for one in system.items("/suppressions") if one["email"] == "gone@example.org"],
            "the suppression of an address that bounces",
            60,
        )
        finish("T-bounce-2", "Bounces", "gone@example.org")
        wait_until(
            lambda: [one for one in system.items("/decisions") if one["outcome"] == "suppressed"],
            "the decision not to ask there again",
            A_SWEEP,
        )

        self.assertEqual(len(system.mails("gone@example.org")), 1)


class SendingIsPaused(unittest.TestCase):
    """The kill switch (R1.10)."""

    def test_nothing_goes_out_while_sending_is_paused_and_everything_once_it_resumes(self) -> None:
        ask_at_once("Pause")
        system.changed("/settings", {"sending_paused": {"paused": True, "reason": "a drill"}})
        addresses = [f"paused{n}@example.org" for n in range(3)]

        for n, address in enumerate(addresses):
            finish(f"T-pause-{n}", "Pause", address)
        wait_until(
            lambda: {item["address"] for item in system.items("/invitations")} >= set(addresses),
            "the invitations of a paused organization",
            A_SWEEP,
        )
        time.sleep(5)
        meanwhile = [mail for address in addresses for mail in system.mails(address)]
        system.changed("/settings", {"sending_paused": {"paused": False}})
        for address in addresses:
            system.mail(address, 2 * A_SWEEP)

        self.assertEqual(meanwhile, [])
        self.assertEqual([len(system.mails(address)) for address in addresses], [1, 1, 1])


class FunctionsAreKilled(unittest.TestCase):
    """A crash in the middle of a batch (R1.5, R1.7)."""

    def test_functions_that_are_killed_under_load_lose_nothing_and_send_nothing_twice(self) -> None:
        ask_at_once("Kills")
        addresses = [f"load{n}@example.org" for n in range(30)]
        over, killed, rooms = threading.Event(), 0, ["evaluate-rules", "dispatch-sends"]

        def hooks() -> None:
            for n, address in enumerate(addresses):
                self.assertEqual(finish(f"T-load-{n}", "Kills", address).status, 202)
            over.set()

        sender = threading.Thread(target=hooks)
        sender.start()
        while not over.is_set() or killed < 5:
            for room in rooms:
                for process in emulator.bootstraps(f"{STACK}-{room}"):
                    os.kill(process, signal.SIGKILL)
                    killed += 1
                    # One killed sender is enough: what it was sending stays in doubt for an hour.
                    rooms = ["evaluate-rules"] if room == "dispatch-sends" else rooms
            time.sleep(0.7)
        sender.join()
        settled = wait_until(lambda: self.settled(addresses), "every invitation to be sent or in doubt", 400)

        self.assertGreaterEqual(killed, 5)
        for address, state in settled.items():
            # In doubt and without a mail: repeated once the hour is over, never before (R1.4 of the protocol).
            self.assertEqual(len(system.mails(address)), 1 if state == "sent" else 0, f"{address} is {state}")
        self.assertLessEqual(sum(state != "sent" for state in settled.values()), 10, "one batch at most")

    def settled(self, addresses: list[str]) -> dict[str, str] | None:
        """State of every invitation, once each is sent or in doubt. SES reports every mail that it took; the emulator
        leaves that to us."""
        known = {item["address"]: item for item in system.items("/invitations?limit=100")}
        mine = {address: known[address] for address in addresses if address in known}
        doubtful = [item for item in mine.values() if item["state"] == "uncertain"]
        reported = [item for item in doubtful if system.mails(item["address"])]
        for item in reported:
            system.report("Delivery", item["id"], item["address"], item["attempts"])
        settled = len(mine) == len(addresses) and not reported
        settled = settled and all(item["state"] in ("sent", "uncertain") for item in mine.values())
        return {address: item["state"] for address, item in mine.items()} if settled else None


class OthersAreTold(unittest.TestCase):
    """Outbound calls: signed, to an endpoint that we play on this machine (R4.5)."""

    def test_an_answer_and_its_alert_are_told_to_an_endpoint_once_it_works_again(self) -> None:
        with Endpoint() as endpoint:
            for room in ("serve-api", "run-actions"):
                system.configure(room, RELANCE_REACH_THIS_MACHINE="yes")
            secrets = ["whsec_" + base64.b64encode(os.urandom(32)).decode() for _ in range(2)]
            events = ["answer.completed", "alert.created"]
            hook = system.made("/webhooks", {"url": endpoint.url, "events": events, "secrets": secrets})
            ask_at_once("Calls")
            finish("T-calls", "Calls", "calls@example.org")
            page = system.link(system.mail("calls@example.org", A_SWEEP), "/s/")

            endpoint.broken = True
            system.answer(page, q_nps="2")
            wait_until(lambda: len(endpoint.calls) >= 2, "the first tries", A_SWEEP)
            endpoint.broken = False
            told = wait_until(lambda: len(endpoint.taken) >= 2 and endpoint.taken, "both events", A_SWEEP)
            time.sleep(3)

            self.assertEqual(sorted(call.body["type"] for call in told), sorted(events))
            self.assertEqual(len(endpoint.taken), 2, "each is taken once")
            tried = {call.headers["webhook-id"] for call in endpoint.calls}
            self.assertEqual(tried, {call.headers["webhook-id"] for call in told}, "a repetition carries the same id")
            for call in told:
                self.assertTrue(all(call.is_signed_with(secret) for secret in secrets))
                self.assertNotIn("calls@example.org", json.dumps(call.body))
            shown = system.api("GET", f"/webhooks/{hook['id']}").json()
            self.assertEqual((shown["enabled"], shown["failing_since"]), (True, None))
            self.assertNotIn("whsec_", json.dumps(shown))
            system.changed(f"/webhooks/{hook['id']}", {"secrets": secrets[1:], "enabled": False})

    def test_addresses_inside_a_network_are_refused_when_they_are_saved(self) -> None:
        for url in ("https://169.254.169.254/latest", "https://localhost/", "http://example.com/", "https://[::1]/"):
            refused = system.api("POST", "/webhooks", {"url": url, "events": ["alert.created"], "secrets": []})
            self.assertEqual(refused.status, 422, url)
            self.assertIn("url", [error["field"] for error in refused.json()["errors"]])


class WorkIsGivenUp(unittest.TestCase):
    """Dead letters, and the operator's way back (R1.8)."""

    def test_events_that_nobody_could_work_on_are_redriven_and_planned_once(self) -> None:
        ask_at_once("Redrive")
        visibility = system.sqs.get_queue_attributes(
            QueueUrl=system.queue("work"), AttributeNames=["VisibilityTimeout"]
        )["Attributes"]
        system.sqs.set_queue_attributes(QueueUrl=system.queue("work"), Attributes={"VisibilityTimeout": "1"})
        before = system.configure("evaluate-rules", RELANCE_CORE_TABLE="no-such-table")

        finish("T-dead", "Redrive", "dead@example.org")
        wait_until(lambda: system.waiting("work-dead"), "a dead letter", 180)
        sick = system.relance("doctor", "--stage", "dev", fails=True)
        system.configure("evaluate-rules", **before)
        system.sqs.set_queue_attributes(QueueUrl=system.queue("work"), Attributes=visibility)
        told = system.relance("redrive", "--stage", "dev", "work")
        again = system.relance("redrive", "--stage", "dev", "work")
        system.mail("dead@example.org", A_SWEEP)

        self.assertIn("messages of the work queue were given up", sick)
        self.assertRegex(told, r"^[1-9]\d* messages went back")
        self.assertRegex(again, r"^0 messages went back")
        self.assertEqual(len(system.mails("dead@example.org")), 1)


class StackIsUpgraded(unittest.TestCase):
    """A new version over data, with invitations pending."""

    def test_an_upgrade_keeps_data_and_pending_invitations_go_out_at_their_time(self) -> None:
        ask_at_once("Upgrade", delay="00:00:02")
        occurred = time.time()
        finish("T-upgrade", "Upgrade", "upgrade@example.org")
        wait_until(
            lambda: [item for item in system.items("/invitations") if item["address"] == "upgrade@example.org"],
            "the pending invitation",
            60,
        )
        tables = {name: value for name, value in system.outputs.items() if name.endswith("TableName")}
        campaigns = system.items("/campaigns?limit=100")

        system.revise_functions()
        system.deploy(SendConcurrency="4")
        after = system.items("/campaigns?limit=100")
        system.mail("upgrade@example.org", 120 + A_SWEEP)

        self.assertEqual({name: system.outputs[name] for name in tables}, tables)
        self.assertEqual(after, campaigns)
        self.assertGreaterEqual(time.time(), occurred + 119, "never early (R2.2)")
        self.assertEqual(len(system.mails("upgrade@example.org")), 1)


class TablesAreRestored(unittest.TestCase):
    """After a restore nothing is sent until the account was reconciled (R2.7)."""

    def test_reconciling_plans_again_what_came_since_and_mails_nobody_twice(self) -> None:
        ask_at_once("Restore")
        moment = now()
        finish("T-restore", "Restore", "restore@example.org")
        system.mail("restore@example.org", A_SWEEP)

        told = system.relance(
            *("reconcile", "--stage", "dev", "--organization", ORGANIZATION, "--restored-to", moment)
        )
        time.sleep(5)

        self.assertRegex(told, r"^[1-9]\d* events were planned again")
        self.assertEqual(len(system.mails("restore@example.org")), 1)

    def test_a_restored_table_takes_the_place_of_core_and_nobody_is_mailed_twice_or_forgotten(self) -> None:
        ask_at_once("Restored")
        backup, moment = system.back_up_core(), now()
        finish("T-restored", "Restored", "mailed@example.org")
        system.mail("mailed@example.org", A_SWEEP)
        sent = next(item for item in system.items("/invitations") if item["address"] == "mailed@example.org")
        system.report("Delivery", sent["id"], "mailed@example.org")
        time.sleep(10)

        system.restore_core(backup, "relance-dev-core-1")
        system.deploy(RestoredCoreTable="relance-dev-core-1", RestoreEpoch="1")
        forgotten = [item for item in system.items("/invitations") if item["address"] == "mailed@example.org"]
        finish("T-restored-2", "Restored", "waits@example.org")
        wait_until(
            lambda: [item for item in system.items("/invitations") if item["address"] == "waits@example.org"],
            "the invitation of a job after the restore",
            A_SWEEP,
        )
        time.sleep(5)
        meanwhile = system.mails("waits@example.org")
        told = system.relance(
            *("reconcile", "--stage", "dev", "--organization", ORGANIZATION, "--restored-to", moment)
        )
        system.changed("/settings", {"sending_paused": {"paused": False}})
        system.mail("waits@example.org", 2 * A_SWEEP)
        state = next(item for item in system.items("/invitations") if item["address"] == "mailed@example.org")["state"]

        self.assertEqual(system.outputs["CoreTableName"], "relance-dev-core-1")
        self.assertEqual((forgotten, meanwhile), ([], []), "nothing is known and nothing is sent before reconciling")
        self.assertRegex(told, r"^[1-9]\d* events were planned again")
        self.assertEqual(state, "sent", "proved by what its provider had said")
        self.assertEqual(len(system.mails("mailed@example.org")), 1)


class GuideIsCarriedOut(unittest.TestCase):
    """docs/operate.md, from the first account to the first answer, command by command as it is written."""

    def test_the_first_day_goes_as_the_guide_says(self) -> None:
        told = system.carry_out(as_written("## 0.", "## 3."))
        self.assertNotIn("curl: (", told, told)
        self.assertIn('"outcome":"planned"', told, told)
        asked = system.mail("ana@example.org", A_SWEEP)

        self.assertIn("the link was mailed to boss@example.org", told)
        self.assertIn("How did our visit go?", json.dumps(asked))
        tests = [mail for mail in system.mails("boss@example.org") if "[Test]" in json.dumps(mail)]
        self.assertEqual(len(tests), 1)


def as_written(*chapters: str) -> str:
    """The commands of chapters of the guide that say that they are run here."""
    guide = (ROOT / "docs/operate.md").read_text()
    found = [part for part in re.split(r"^(?=## )", guide, flags=re.M) if part.startswith(chapters)]
    assert len(found) == len(chapters), chapters
    blocks = re.findall(r"```sh\n# stack test\n(.*?)```", "".join(found), flags=re.S)
    return "".join(blocks)


def now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")


class OperatorMovesIn(unittest.TestCase):
    """The operator's commands, with the operator's own credentials."""

    def test_the_first_deployment_opens_the_account_and_shows_a_link_that_could_not_be_mailed(self) -> None:
        again = system.relance("welcome", "--stage", "dev")

        self.assertIn("the account `example` of Example was opened", system.first_told)
        self.assertRegex(system.first_told, r"console: \S+/console/sign-in\?token=\S+")
        self.assertIn("because SES does not know the sender identity `example.com` yet", system.first_told)
        self.assertIn("the account `example` is open", again)

    def test_the_doctor_says_what_is_missing_and_a_link_opens_the_console(self) -> None:
        # The emulator verifies a domain at once and leaves its DKIM pending for ever.
        said = system.relance("doctor", "--stage", "dev", "--organization", ORGANIZATION, fails=True)
        nobody = system.relance("doctor", "--stage", "dev", "--organization", "nobody", fails=True)
        told = system.relance("sign-in", "--stage", "dev", "--organization", ORGANIZATION)
        path = told.strip().removeprefix(f"console: {system.base_url}")

        mailed = system.relance("sign-in", "--stage", "dev", "--organization", ORGANIZATION, "--mail", "boss@example.org")
        letter = json.dumps(system.mails("boss@example.org")[0])
        by_mail = re.search(r"/console/sign-in\?token=[\w.~-]+", letter).group()

        self.assertIn("the link was mailed to boss@example.org", mailed)
        self.assertNotEqual(by_mail, path)
        self.assertEqual(system.call("GET", by_mail).status, 200)
        self.assertIn("`example.com` is verified", said)
        self.assertIn("publish TXT _dmarc.example.com", said)
        self.assertRegex(said, r"fix mails are not signed yet; publish CNAME \w+\._domainkey\.example\.com -> ")
        self.assertIn(f"connection `{system.hook}` can be verified", said)
        self.assertIn("there is no account `nobody`", nobody)
        self.assertEqual(system.call("GET", path).status, 200)

    def test_an_organization_moves_to_one_machine_whole_and_paused(self) -> None:
        file, data = work / "acme.jsonl", work / "moved"
        system.relance("export", "--stage", "dev", "--organization", ORGANIZATION, str(file))
        records = [json.loads(line) for line in file.read_text().splitlines()]

        first_start(data)
        there = system.relance("import", "--data", str(data), "--organization", ORGANIZATION, str(file))
        again = system.relance("import", "--data", str(data), "--organization", ORGANIZATION, str(file))
        copy = work / "copy.jsonl"
        system.relance("export", "--data", str(data), "--organization", ORGANIZATION, str(copy))
        copied = [json.loads(line) for line in copy.read_text().splitlines()]

        self.assertIn(f"{len(records)} records of `{ORGANIZATION}` arrived, 0 were there", there)
        self.assertIn(f"0 records of `{ORGANIZATION}` arrived, {len(records)} were there", again)
        account, rest = split(records)
        moved, copied_rest = split(copied)
        self.assertEqual(copied_rest, rest)
        self.assertIsNone(account["body"]["sending_paused"])
        self.assertIn("imported", moved["body"]["sending_paused"]["reason"])
        self.assertEqual(oct(file.stat().st_mode & 0o777), "0o600")


def split(records: list[dict]) -> tuple[dict, list[str]]:
    """The account, and everything else in an order of its own."""
    account = next(record for record in records if record["kind"] == "organization")
    return account, sorted(json.dumps(record, sort_keys=True) for record in records if record is not account)


def first_start(data: Path) -> None:
    """Starts one machine once, so that its store is there, and ends it."""
    program = subprocess.Popen(
        [BINARIES / "relance", "--data", data, "--port", "0", "--empty"],
        env=emulator.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        for line in program.stdout:
            if line.strip() == "ready":
                break
    finally:
        program.terminate()
        program.wait(timeout=30)
        program.stdout.close()


if __name__ == "__main__":
    BINARIES = Path(sys.argv.pop(1)).resolve()
    unittest.main(verbosity=2)
