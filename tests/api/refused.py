"""What the description allows is not refused for its shape: only for what a schema cannot say. And nothing is answered
without a key."""

import requests
import schemathesis
from schemathesis.generation import GenerationMode

SHAPE = {"unknown", "missing"}
# Shapes that one of their own members decides: which others belong to it is said in words.
DECIDED = ("rating.", "triggers.", "verification.")


@schemathesis.check
def not_refused_for_its_shape(ctx, response, case):
    """A field that there is not, one that is missing, a text for a number: the description says so beforehand."""
    if response.status_code != 422 or case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return
    # `null` takes a member away, and whether it can be done without is not in a schema of changes.
    shape = SHAPE - {"missing"} if case.method.upper() == "PATCH" else SHAPE
    for error in response.json().get("errors", []):
        decided = error["field"].startswith(DECIDED)
        assert decided or error.get("code") not in shape, f"refused for its shape: {error}"


ASKED_FOR_A_KEY = set()


@schemathesis.check
def asks_for_a_key(ctx, response, case):
    """In place of `ignored_auth`, which takes it for an open door when many wrong keys are slowed down."""
    # Hooks are signed, and need no key.
    is_open = "/hooks/" in case.operation.label
    if is_open or not 200 <= response.status_code < 300 or case.operation.label in ASKED_FOR_A_KEY:
        return
    asked = response.request
    bare = {name: value for name, value in asked.headers.items() if name.lower() != "authorization"}
    for key, refusals in ({}, {401}), ({"Authorization": "Bearer rl.demo.ffffffffffffffffffffffffffffffff"}, {401, 429}):
        answer = requests.request(asked.method, asked.url, headers=bare | key, data=asked.body, timeout=10)
        assert answer.status_code in refusals, f"answered with {answer.status_code} to {'a wrong' if key else 'no'} key"
    ASKED_FOR_A_KEY.add(case.operation.label)
